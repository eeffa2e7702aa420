import type { Direction } from '../events/event'
import { type GrainMinutes, grainCell } from '../time/grain'
import type { Instant } from '../time/instant'
import { formatInterval } from '../time/interval'
import { localDate } from '../time/local-time'
import { parseZone, type Zone } from '../time/zone-name'
import { clip } from './clip'
import type { KpiDefinition, Unit } from './definition'
import { type BucketCounts, bucketOf } from './log-buckets'
import type { MissingLookUps } from './look-up'
import { resolveParameters } from './parameters'
import type { PlacedObservation } from './replay'
import { refuseUnanswerable } from './unanswerable'
import { type Observed, secondsOfPercentile, shownValue } from './value'
import type { NamedVariant } from './variants'

/** What results can be split by. `day` is a local date, `interval` a grain of UTC, `zone` the anchor's zone. */
export const summaryDimensions = ['agent', 'queue', 'media', 'direction', 'day', 'interval', 'zone'] as const
export type SummaryDimension = (typeof summaryDimensions)[number]

export interface SummaryOptions {
  by?: readonly SummaryDimension[]
  /** Whose days `day` means; without it, each observation's own anchor zone. */
  zone?: Zone | undefined
  /** The grain of `interval`, 30 minutes unless told. */
  intervalMinutes?: GrainMinutes
  /** `clip`: spans count where they elapsed. Without it `emit`: where they were posted. */
  attribution?: Attribution | undefined
  /** Of the durations, each above 0 and at most 100. */
  percentiles?: readonly number[] | undefined
  /** Another formula than the definition's own. */
  variant?: NamedVariant | undefined
  /**
   * Observations before this instant no longer change by themselves, unless they are unfinished; null: any may. Left out, nobody
   * can know, and nothing is said of what is provisional.
   */
  finalBefore?: Instant | null | undefined
  /** Those that the numbers were computed with; left out, the definition's defaults. */
  parameters?: Readonly<Record<string, unknown>> | undefined
}

export type Attribution = 'emit' | 'clip'

/** What sums need to know of a KPI: everything that makes a value of parts, and nothing of how they were observed. */
export type Summable = Pick<
  KpiDefinition,
  | 'name'
  | 'version'
  | 'unit'
  | 'dimensions'
  | 'parts'
  | 'spans'
  | 'aggregation'
  | 'distribution'
  | 'attribution'
  | 'parameters'
>

export interface Summary {
  kpi: string
  version: number
  unit: Unit
  /** The formula's name, where it is not the definition's own. */
  variant?: string
  /** Null when nothing was observed. */
  value: number | null
  parts: Record<string, number>
  /** How many were summed; those set aside are not among them. */
  observations: number
  /** How many of them may still change; absent where nobody can know. */
  provisional?: number
  /** How many, summed or set aside, have no known zone. */
  withoutZone: number
  /** How many, summed or set aside, lack another look-up, by its name; absent where none does. */
  lacking?: MissingLookUps
  /** `p95` → a duration in seconds, right to 1 %; null of no durations. */
  percentiles?: Percentiles
  /** Beside a clip: the same where it was posted, so that the difference can be seen. */
  emit?: Pick<Summary, 'value' | 'parts' | 'observations'>
  /** With `by`: a cell for each combination that occurs, in order of its dimensions. */
  cells?: SummaryCell[]
}

/** `day` and `zone` are null where no zone is known, `agent` and `queue` where there is none. */
export type SummaryCell = Partial<Record<SummaryDimension, string | null>> & {
  value: number | null
  parts: Record<string, number>
  observations: number
  /** How many of them may still change; absent where nobody can know, and of a clip, whose cells hold pieces of observations. */
  provisional?: number
  percentiles?: Percentiles
}

export type Percentiles = Record<string, number | null>

/** Observations that agree in where they belong, already added up: the shape of a roll-up row. */
export interface ObservationSum {
  at: Instant
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: Direction | null
  zone: string | null
  /** Null when all of them were set aside. */
  parts: readonly number[] | null
  /** How many were summed into `parts`. */
  observations: number
  /** How many of them are of what is not over. */
  unfinished: number
  /** How many, summed or set aside, have no known zone. */
  withoutZone: number
  /** Their durations, where percentiles are asked for. */
  durations?: BucketCounts
  /** The largest value of the part that a maximum is of. */
  maximum?: number | null
  /** Each conversation or agent among them, where they are counted. */
  keys?: Iterable<string | number>
}

/** Adds observations up, one by one or in sums, and tells the result at the end. Order makes no difference. */
export interface Summing {
  add(observation: PlacedObservation): void
  addSum(sum: ObservationSum): void
  summary(): Summary
}

/** The parts of observations added up, as a whole and by dimensions. */
export function summarise(
  definition: Summable,
  observations: Iterable<PlacedObservation>,
  options: SummaryOptions = {},
): Summary {
  const summing = startSumming(definition, options)
  for (const observation of observations) summing.add(observation)
  return summing.summary()
}

/** @throws UsageError for what the definition cannot be asked (`unanswerable.ts`) */
export function startSumming(definition: Summable, options: SummaryOptions = {}): Summing {
  const by = options.by ?? []
  refuseUnanswerable(definition, options)
  const percent = percentOf(definition, options)
  const shownOf = (sum: Sum) => shown(definition, sum, options, percent)
  const finalBefore = options.finalBefore ?? null
  const whole = emptySum(definition)
  let withoutZone = 0
  const lacking: MissingLookUps = {}
  const cells = new Map<string, Sum & { dimensions: (string | null)[] }>()

  const addSum = (sum: ObservationSum) => {
    withoutZone += sum.withoutZone
    if (sum.parts === null || saysNothing(sum, sum.parts)) return
    addTo(whole, sum.parts, sum, finalBefore)
    if (by.length === 0) return
    const dimensions = by.map((dimension) => dimensionOf(dimension, sum, options))
    const key = JSON.stringify(dimensions)
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { ...emptySum(definition), dimensions }
      cells.set(key, cell)
    }
    addTo(cell, sum.parts, sum, finalBefore)
  }

  return {
    addSum,
    add(observation) {
      for (const lookUp of observation.lacks ?? [])
        if (lookUp !== 'zone') lacking[lookUp] = (lacking[lookUp] ?? 0) + 1
      if (options.attribution === 'clip') clip(definition, observation).forEach(addSum)
      else addSum(sumOfOne(definition, observation))
    },
    summary() {
      const summary: Summary = {
        kpi: definition.name,
        version: definition.version,
        unit: definition.unit,
        ...(options.variant === undefined ? {} : { variant: options.variant.name }),
        ...shownOf(whole),
        withoutZone,
        ...(Object.keys(lacking).length === 0 ? {} : { lacking }),
      }
      if (by.length === 0) return summary
      const sorted = [...cells.values()].sort((a, b) => compareDimensions(a.dimensions, b.dimensions))
      summary.cells = sorted.map((cell) => ({
        ...Object.fromEntries(by.map((dimension, index) => [dimension, cell.dimensions[index] ?? null])),
        ...(options.attribution === 'clip' ? withoutProvisional(shownOf(cell)) : shownOf(cell)),
      }))
      return summary
    },
  }
}

function withoutProvisional<T extends { provisional?: number }>({ provisional: _, ...rest }: T) {
  return rest
}

/** All set aside, or none: it must not make a cell. */
function saysNothing(
  { observations, durations, maximum, keys }: ObservationSum,
  parts: readonly number[],
): boolean {
  const beyondSums = durations !== undefined || maximum !== undefined || keys !== undefined
  return observations === 0 && !beyondSums && parts.every((part) => part === 0)
}

interface Sum extends Observed {
  parts: number[]
  observations: number
  provisional: number
  durations: Map<number, number>
  keys: Set<string | number>
}

function emptySum(definition: Summable): Sum {
  return {
    parts: definition.parts.map(() => 0),
    observations: 0,
    provisional: 0,
    durations: new Map(),
    maximum: null,
    keys: new Set(),
  }
}

function addTo(
  sum: Sum,
  parts: readonly number[],
  { at, observations, unfinished, durations, maximum = null, keys }: Omit<ObservationSum, 'parts'>,
  finalBefore: Instant | null,
): void {
  for (let index = 0; index < parts.length; index++) {
    sum.parts[index] = (sum.parts[index] ?? 0) + (parts[index] as number)
  }
  sum.observations += observations
  const isMature = finalBefore !== null && at < finalBefore
  sum.provisional += isMature ? unfinished : observations
  for (const [bucket, count] of durations ?? []) {
    sum.durations.set(bucket, (sum.durations.get(bucket) ?? 0) + count)
  }
  if (maximum !== null && (sum.maximum === null || maximum > sum.maximum)) sum.maximum = maximum
  for (const key of keys ?? []) sum.keys.add(key)
}

/** One observation as a sum of one. */
export function sumOfOne(definition: Summable, observation: PlacedObservation): ObservationSum {
  const { parts, zone } = observation
  const duration = parts === null ? null : durationOfParts(definition, parts)
  return {
    ...observation,
    observations: parts === null ? 0 : 1,
    unfinished: parts !== null && observation.unfinished ? 1 : 0,
    withoutZone: zone === null ? 1 : 0,
    ...(duration === null ? {} : { durations: new Map([[bucketOf(duration), 1]]) }),
    ...(parts === null ? {} : beyondSums(definition, observation, parts)),
  }
}

/** What of an observation no sum of parts can say, where its definition's value is made of that. */
function beyondSums(
  { aggregation, parts: names }: Summable,
  { subjectId, agentId }: PlacedObservation,
  parts: readonly number[],
): Pick<ObservationSum, 'maximum' | 'keys'> {
  if (aggregation.kind === 'maximum') return { maximum: parts[names.indexOf(aggregation.part)] ?? null }
  if (aggregation.kind !== 'distinct') return {}
  const key = aggregation.of === 'agent' ? agentId : subjectId
  return { keys: key === null ? [] : [key] }
}

/** Which percentile a definition's value is, by the parameter that says so; null where it is none. */
function percentOf(definition: Summable, { parameters }: SummaryOptions): number | null {
  const { aggregation } = definition
  if (aggregation.kind !== 'histogram') return null
  return Number((parameters ?? resolveParameters(definition))[aggregation.percentile])
}

/** The duration an observation is of, in milliseconds; null where it is of none. */
function durationOfParts({ parts: names, distribution }: Summable, parts: readonly number[]): number | null {
  if (distribution === null) return null
  const ms = parts[names.indexOf(distribution.of)] ?? 0
  return ms === 0 && distribution.zeros === 'skip' ? null : ms
}

function shown(
  definition: Summable,
  sum: Sum,
  { percentiles, variant, finalBefore }: SummaryOptions,
  percent: number | null,
) {
  const isEmpty = sum.observations === 0 && sum.parts.every((part) => part === 0)
  return {
    value: isEmpty ? null : shownValue(definition, sum, { variant, percent }),
    parts: Object.fromEntries(definition.parts.map((name, index) => [name, sum.parts[index] ?? 0])),
    observations: sum.observations,
    ...(finalBefore === undefined ? {} : { provisional: sum.provisional }),
    ...(percentiles === undefined ? {} : { percentiles: percentilesOf(sum.durations, percentiles) }),
  }
}

function percentilesOf(durations: BucketCounts, percentiles: readonly number[]): Percentiles {
  return Object.fromEntries(
    percentiles.map((percent) => [`p${percent}`, secondsOfPercentile(durations, percent)]),
  )
}

function dimensionOf(
  dimension: SummaryDimension,
  sum: ObservationSum,
  options: SummaryOptions,
): string | null {
  switch (dimension) {
    case 'agent':
      return sum.agentId
    case 'queue':
      return sum.queueId
    case 'media':
      return sum.mediaType
    case 'direction':
      return sum.direction
    case 'zone':
      return sum.zone
    case 'interval':
      return formatInterval(grainCell(sum.at, options.intervalMinutes ?? 30))
    case 'day': {
      const zone = options.zone ?? (sum.zone === null ? null : parseZone(sum.zone))
      return zone === null ? null : localDate(zone, sum.at)
    }
  }
}

/** By code point, not by anybody's alphabet; what is unknown comes last. */
function compareDimensions(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let index = 0; index < a.length; index++) {
    const left = a[index] ?? null
    const right = b[index] ?? null
    if (left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? -1 : 1
  }
  return 0
}
