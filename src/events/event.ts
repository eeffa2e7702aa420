import type { Instant } from '../time/instant'

/**
 * What happened in a conversation, in our own words and in order of time. The platform's record is
 * translated into these at the door (`src/genesys`); every fact is folded from them.
 *
 * `session` is the ordinal of the session within the conversation's record, counted over all
 * participants; it ties the events of one participant's activity on one medium together.
 */
export type InteractionEvent =
  | ConversationStarted
  | SessionOpened
  | SegmentOpened
  | MeasureEmitted
  | WrapUpCoded
  | SegmentClosed
  | ConversationEnded

export type Direction = 'inbound' | 'outbound'

export interface ConversationStarted {
  kind: 'conversation-started'
  at: Instant
  direction: Direction | null
}

export interface ConversationEnded {
  kind: 'conversation-ended'
  at: Instant
}

/** A participant begins to act on a medium; `at` is the start of its first segment. */
export interface SessionOpened {
  kind: 'session-opened'
  at: Instant
  session: number
  /** The participant's role, the platform's word (`customer`, `acd`, `agent`, `ivr`, …); open set. */
  purpose: string
  /** The platform's user id, where the participant is a person of ours. */
  agentId: string | null
  mediaType: string
  direction: Direction | null
  /** The session at the other end, where the record names one that it also contains. */
  peer: number | null
}

/** A continuous stretch of one state begins (`alert`, `interact`, `hold`, `wrapup`, …; open set). */
export interface SegmentOpened {
  kind: 'segment-opened'
  at: Instant
  session: number
  segment: number
  type: string
  queueId: string | null
}

export interface SegmentClosed {
  kind: 'segment-closed'
  at: Instant
  session: number
  segment: number
  /** Who or what ended it (`client`, `peer`, `transfer`, `consultTransfer`, …; open set). */
  disconnect: string | null
}

/** The agent's chosen outcome: a wrap-up code id, or a literal such as `ININ-WRAP-UP-TIMEOUT`. */
export interface WrapUpCoded {
  kind: 'wrap-up-coded'
  at: Instant
  session: number
  code: string
}

/**
 * The platform finished measuring something and posted its whole value at this instant.
 * `measure` is our name for it where we have one (`answered`, `talk-complete`), else the platform's own.
 */
export interface MeasureEmitted {
  kind: 'measure-emitted'
  at: Instant
  session: number
  measure: string
  /** Milliseconds for durations, 1 for counts; may exceed 2³¹. */
  value: number
}

/** One conversation as told by one snapshot of the platform's record. */
export interface ConversationEvents {
  conversationId: string
  startedAt: Instant
  endedAt: Instant | null
  divisionIds: readonly string[]
  /** In order of time; see `order.ts` for ties. */
  events: readonly InteractionEvent[]
}
