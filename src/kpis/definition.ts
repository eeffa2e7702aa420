import type { z } from 'zod'
import type { Direction } from '../events/event'
import type { PlatformMeasure } from '../facts/survey-measure'
import type { Instant } from '../time/instant'
import type { KpiContext } from './context'
import type { WorkedExample } from './example'
import type { LookUp } from './look-up'
import type { Subject, SubjectFacts, UnitOf } from './subject'
import type { Variant } from './variants'

/**
 * A KPI definition: the meaning of one number, frozen in one file. Once published a version's meaning
 * never changes; a new meaning is a new version beside it.
 */
export interface KpiDefinition<Parameters = Record<string, unknown>, S extends Subject = Subject> {
  /** Kebab-case, the folder's name: `average-handle-time`. */
  name: string
  /** From 1. The public number, part of every key. */
  version: number
  title: string
  /** What it says and what it leaves out, in the words of somebody who runs a contact centre. */
  description: string
  /** The formula, for people. */
  formula: string
  /** Where the formula is from. */
  source: string
  /** A worked example, from a published source where there is one: a person can check it by hand, and it is computed. */
  example: WorkedExample<Parameters, S>
  unit: Unit
  /** Which way is better. */
  better: 'higher' | 'lower' | 'neither'
  /** Decides whose facts `observe` is given: see `subject.ts`. */
  unitOfObservation: UnitOf<S>
  dimensions: readonly Dimension[]
  /** Names of the additive integers each observation carries (milliseconds and counts), in stored order. */
  parts: readonly string[]
  /**
   * Those of the parts that are milliseconds which elapsed up to the observation's instant: they can be asked for by where
   * they elapsed instead of where they were posted (`clip.ts`).
   */
  spans: readonly string[]
  aggregation: Aggregation
  /** Other formulas over the same parts, by name; a reader chooses. */
  variants?: Readonly<Record<string, Variant>>
  /** Which span of an observation is a duration that percentiles can be asked of; null where there is no such thing. */
  distribution: Distribution | null
  /** Which instant an observation belongs to. */
  attribution: DeclaredAttribution
  /** Whose zone decides local days and hours. */
  zoneAnchor: ZoneAnchor
  /** When the anchor's zone is unknown: keep the number (it has no local day), or set the observation aside, counted. */
  missingZone: 'keep' | 'set-aside'
  /** What is done about anything else that may be missing. */
  missing?: MissingPolicy
  /** Reference tables that `observe` and the zone anchor read: they enter the fingerprint. */
  reads: readonly ReferenceTableName[]
  /** Days after its instant in which an observation may still change by itself: until then it is provisional. */
  maturityDays: number | ((parameters: Parameters) => number)
  parameters: z.ZodType<Parameters>
  /** What a part must equal on the platform, per interval, queue and medium. */
  reconcilesTo: readonly ReconciliationTarget<Parameters>[]
  changelog: readonly Change[]
  /**
   * What moved observations since the version before, clause by clause: a comparison of the two asks them in order, and the first that
   * explains a difference has it. No part of the meaning.
   */
  rules?: readonly ChangeRule<Parameters, S>[]
  /**
   * The observations one subject yields. Pure: no clock, I/O, locale, host zone or shared state;
   * the same facts and context give the same answer on any machine, in any season.
   */
  observe(facts: SubjectFacts[S], context: KpiContext<Parameters>): readonly Observation[]
}

/**
 * `number`: a quotient of two things that are counted alike or not, such as contacts by hours. `money`: in the smallest unit of the
 * currency (cents), which the table of rates says.
 */
export type Unit = 'seconds' | 'percent' | 'count' | 'score' | 'number' | 'money'
export type Dimension = 'agent' | 'queue' | 'mediaType' | 'direction'
export type ZoneAnchor = 'agent' | 'queue' | 'utc'
export type ReferenceTableName =
  | 'agent-zone'
  | 'agent-site'
  | 'agent-team'
  | 'queue-zone'
  | 'queue-site'
  | 'queue-target'
  | 'wrap-up-code'
  | 'wrap-up-class'
  | 'rate'
  | 'site-calendar'
  | 'queue-calendar'

/**
 * The instant an observation belongs to.
 *
 * - `emit`: where the platform posts the value, so that parts reconcile. Its spans can be cut when read (`clip.ts`).
 * - `start`, `end`: where the thing observed began or ended: a conversation, a queue visit, an agent leg.
 * - `cohort`: where the customer entered the queue, whenever the outcome came: what became of those who came then. An interval
 *   goes on changing until all who came in it have left the queue.
 * - `clip`: quarter hours, each part in the one in which it elapsed: nothing is left to cut when read.
 */
export type DeclaredAttribution = 'emit' | 'start' | 'end' | 'cohort' | 'clip'

/** What is done where something an observation needs is not known. Nothing is ever made up, and nothing becomes 0. */
export interface MissingPolicy {
  /** A row of a table that the definition reads; of every one but those of zones it must be said. */
  lookUp?: Partial<Record<ReferenceTableName, StandIn>>
  /**
   * A measure that the platform did not post. `no-observation`, where nothing is said: there is nothing to observe. `pieces`: it is
   * added up from those measures that it is the whole of.
   */
  measure?: 'no-observation' | 'pieces'
}

/**
 * What stands in for a row that a table does not have. `own-name`: a code nobody has named is its own name. `parameter`: what the
 * parameters say. `platform`: what the platform said. `all-others`: what holds for all that have no row of their own. `no-observation`:
 * nothing, there is nothing to observe. `set-aside`: nothing, and the observation is set aside, counted.
 */
export type StandIn = 'own-name' | 'parameter' | 'platform' | 'all-others' | 'no-observation' | 'set-aside'

/**
 * How observations become the shown value. Stored are always the parts, which add up; how the value is had from them, and
 * whether sums are enough for it, is known in `aggregation.ts`.
 */
export type Aggregation =
  | { kind: 'count'; part: string }
  /** A sum that is no count, in the definition's unit. */
  | { kind: 'total'; part: string }
  | {
      kind: 'ratio'
      numerator: string
      denominator: string
      /** Seconds per millisecond: 0.001; percent: 100. */
      scale: number
      /** Parts that must be above 0 for there to be a value at all, by whichever formula. */
      needs?: readonly string[]
      /** What something over nothing is, where that is not undefined. Nothing over nothing always is. */
      overNothing?: 'infinite'
    }
  /** A sum by the number of what was summed, in the definition's unit. */
  | { kind: 'mean'; sum: string; count: string }
  /** The largest value of a part. */
  | { kind: 'maximum'; part: string }
  /** How many different ones there are, however often each was observed. */
  | { kind: 'distinct'; of: 'conversation' | 'agent' }
  /** A percentile of the `distribution`; which one, the parameter of this name says. */
  | { kind: 'histogram'; percentile: string }

export interface Distribution {
  /** One of the spans. */
  of: string
  /** Whether a span of 0 is a duration of 0, or says that this observation is about another part. */
  zeros: 'count' | 'skip'
}

export interface ReconciliationTarget<Parameters = Record<string, unknown>> {
  part: string
  measure: PlatformMeasure
  stat: 'count' | 'sum'
  /** The parameters under which it is claimed; absent: under any. What a policy leaves out, the platform still counts. */
  onlyWith?: Readonly<Partial<Parameters>>
}

export interface Change {
  version: number
  date: string
  kind: 'first' | 'breaking' | 'additive'
  what: string
  why: string
}

/** A clause in which a version differs from the one before. */
export interface ChangeRule<Parameters = Record<string, unknown>, S extends Subject = Subject> {
  /** Kebab-case, unlike any other of the version. */
  name: string
  /** What is done otherwise now, for people; without a full stop. */
  words: string
  /** Whether it is why this observation differs. It may look at the facts, and is pure as `observe` is. */
  explains(pair: ChangedObservation, facts: SubjectFacts[S], context: KpiContext<Parameters>): boolean
}

/** One observation by the version before and by this one. */
export interface ChangedObservation {
  ordinal: number
  /** Its parts by name; null where there is none, or where it was set aside. */
  before: Readonly<Record<string, number>> | null
  after: Readonly<Record<string, number>> | null
}

export interface Observation {
  /** Distinguishes a subject's observations of one definition; stable under replay. */
  ordinal: number
  /** The instant it belongs to. */
  at: Instant
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: Direction | null
  /** The parts by name, integers; null when the observation had to be set aside because a look-up is missing. */
  parts: Readonly<Record<string, number>> | null
  /** What it tells of is not over: it may change, and is provisional until then. */
  unfinished?: boolean | undefined
  /** What does not add up in what it tells of: a mask of the rules in `facts/quality.ts`; absent: nothing. */
  quality?: number | undefined
  /** It is unfinished, and decided once the archive reaches this instant although no fact may change. */
  pendingUntil?: Instant | undefined
  /**
   * The look-ups that failed, counted by name. With `parts` null the observation is set aside for want of them (of a zone,
   * where none is named); with parts it is kept, as a number that could do without.
   */
  lacks?: readonly LookUp[]
}

/** Keeps the parameters' type while the catalogue holds definitions of all kinds. */
export function defineKpi<Parameters, S extends Subject = 'conversation'>(
  definition: KpiDefinition<Parameters, S>,
): KpiDefinition {
  return Object.freeze(definition) as unknown as KpiDefinition
}

/** After how many days observations under these parameters no longer change by themselves. */
export function maturityDaysOf(
  { maturityDays }: KpiDefinition,
  parameters: Readonly<Record<string, unknown>>,
): number {
  return typeof maturityDays === 'number' ? maturityDays : maturityDays(parameters)
}

/** `service-level@1`: a definition as people name it. */
export function nameAndVersion({ name, version }: Pick<KpiDefinition, 'name' | 'version'>): string {
  return `${name}@${version}`
}
