import type { Millis } from '../clock'
import type { MediaType, Queue } from '../world/queue'
import type { World } from '../world/world'

export type Direction = 'inbound' | 'outbound'

/**
 * One conversation from its first moment to its last, as a scenario made it happen. What the details
 * show and what the account counts are two separate readings of this, each as of some instant.
 */
export interface Timeline {
  id: string
  scenario: string
  /** The customer's key: who it really was, also where the record cannot know. */
  person: number
  start: Millis
  direction: Direction
  divisionIds: readonly string[]
  conferenceStart?: Millis
  selfServed: boolean
  /** The worst audio quality heard, on voice conversations. */
  minMos?: number
  parties: readonly Party[]
  /** When the record closes; more than once when a conversation reopens; empty when it stays open. */
  closings: readonly Closing[]
  /** What the customer was asked afterwards. */
  surveys: readonly Survey[]
  /** Whether the customer had to come back; absent when no agent handled the conversation or nobody knows the customer. */
  resolution?: Resolution
}

export interface Closing {
  at: Millis
  /** When it was opened again; null: never. */
  until: Millis | null
}

export interface Party {
  id: string
  purpose: string
  name: string | undefined
  userId: string | undefined
  divisionId: string | undefined
  externalContactId: string | undefined
  attributes: Record<string, string> | undefined
  legs: Leg[]
}

/** A survey sent after the conversation, answered or not. */
export interface Survey {
  id: string
  form: World['surveyForm']
  sentAt: Millis
  /** When it was answered, declined, or could no longer be. */
  settledAt: Millis
  outcome: 'Finished' | 'Expired' | 'OptOut'
  /** The last queue and agent that handled the conversation. */
  queueId?: string
  userId?: string
  answers?: { promoterScore: number; totalScore: number; isPartial: boolean }
}

/** Next contact avoidance, as the platform finds it out long after the conversation. */
export interface Resolution {
  /** When the last agent was done: the lookup begins. */
  wrapUpAt: Millis
  /** When the platform had worked it out, and first told. */
  knownAt: Millis
  avoided: boolean
  queueId?: string
  userId?: string
}

/** What a flow was to achieve in a session, and whether it did. */
export interface FlowOutcome {
  id: string
  isSuccess: boolean
  from: Millis
  to: Millis
}

/** One party's activity on one medium; the wire calls it a session. */
export interface Leg {
  id: string
  peerId?: string
  mediaType: MediaType
  direction: Direction
  /** The queue on whose behalf the leg runs, if any. */
  queue: Queue | null
  /** What the wire says of the session from its beginning. */
  traits: Record<string, unknown>
  /** What it says in addition from some instant on. */
  settled?: { at: Millis; traits: Record<string, unknown> }
  flow?: {
    begun: Record<string, unknown>
    ended: Record<string, unknown>
    outcomes: readonly FlowOutcome[]
  }
  wrapUp?: { code: string; at: Millis }
  stretches: Stretch[]
  emissions: Emission[]
}

/** A stretch of a leg in one state; the wire calls it a segment. Open while `to` is null or still to come. */
export interface Stretch {
  type: string
  from: Millis
  to: Millis | null
  disconnect?: string
  wrapUpCode?: string
  wrapUpNote?: string
  conference?: boolean
  errorCode?: string
  /** When the record first showed it; absent: as it happened. */
  knownAt?: Millis
}

/** A metric's whole value, posted at one instant. */
export interface Emission {
  name: string
  value: number
  at: Millis
  /** When the platform first showed it, when later than `at`: data that arrived late. */
  knownAt?: Millis
  /** The flow outcome it measures, if it does. */
  outcome?: FlowOutcome
}

/** How an account of the conversation's life reads at an instant: when it ended, or that it is open. */
export function endAsOf(timeline: Timeline, asOf: Millis): Millis | null {
  for (const closing of timeline.closings) {
    if (closing.at <= asOf && (closing.until === null || asOf < closing.until)) return closing.at
  }
  return null
}

/** Every instant at which the record of the conversation changed, in order. */
export function changesOf(timeline: Timeline): Millis[] {
  const instants = new Set<Millis>([timeline.start])
  for (const closing of timeline.closings) {
    instants.add(closing.at)
    if (closing.until !== null) instants.add(closing.until)
  }
  for (const party of timeline.parties) {
    for (const leg of party.legs) {
      if (leg.settled) instants.add(leg.settled.at)
      for (const stretch of leg.stretches) {
        instants.add(stretch.knownAt ?? stretch.from)
        if (stretch.to !== null) instants.add(Math.max(stretch.to, stretch.knownAt ?? stretch.to))
      }
      for (const emission of leg.emissions) instants.add(emission.knownAt ?? emission.at)
    }
  }
  for (const { sentAt, settledAt } of timeline.surveys) instants.add(sentAt).add(settledAt)
  if (timeline.resolution) instants.add(timeline.resolution.knownAt)
  return [...instants].sort((a, b) => a - b)
}
