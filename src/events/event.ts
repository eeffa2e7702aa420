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
  | CustomerIdentified
  | SelfServiceJudged
  | SessionOpened
  | SegmentOpened
  | MeasureEmitted
  | WrapUpCoded
  | SegmentClosed
  | QueueFlowedOut
  | FlowEntered
  | FlowOutcomeReached
  | FlowLeft
  | SurveyTold
  | ResolutionJudged
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

/** The customer is somebody who can be known again, by a pseudonym; never by a number, a name or an address. */
export interface CustomerIdentified {
  kind: 'customer-identified'
  at: Instant
  customer: string
}

/** The platform says whether the customer was served without a person of ours. */
export interface SelfServiceJudged {
  kind: 'self-service-judged'
  at: Instant
  selfServed: boolean
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

/** A stay in a queue ended neither answered nor abandoned; `to` is where it went (`voicemail`, `callback`, …; open set). */
export interface QueueFlowedOut {
  kind: 'queue-flowed-out'
  at: Instant
  session: number
  to: string
}

/** A flow (an announcement and menu, a bot, a survey) takes the session. */
export interface FlowEntered {
  kind: 'flow-entered'
  at: Instant
  session: number
  flowId: string | null
  /** The platform's word (`INBOUNDCALL`, `BOT`, …; open set). */
  flowType: string
}

/** A flow says of one of its outcomes whether it was reached; `at` is when that ended, or else began. */
export interface FlowOutcomeReached {
  kind: 'flow-outcome-reached'
  at: Instant
  session: number
  outcomeId: string | null
  /** `success`, `failure`, …; open set, in lower case. */
  value: string
  startedAt: Instant | null
  /** The platform gives none to an outcome that was not reached. */
  endedAt: Instant | null
}

/** A flow lets go of its session, and says why. */
export interface FlowLeft {
  kind: 'flow-left'
  at: Instant
  session: number
  /** The platform's word (`TRANSFER`, `DISCONNECT`, …; open set). */
  exitReason: string | null
  /** What it handed over to, where it did (`ACD`, …; open set). */
  transferType: string | null
}

/** What became of a survey that the customer was asked to answer. */
export interface SurveyTold {
  kind: 'survey-told'
  at: Instant
  /** The platform's word (`Finished`, `OptOut`, …; open set). */
  status: string
  occurredAt: Instant | null
  completedAt: Instant | null
  /** The total score in hundredths, so that it is a whole number: the platform's scores may have decimals. */
  scoreHundredths: number | null
  /** 0 to 10: would they recommend us. */
  promoterScore: number | null
  agentId: string | null
  queueId: string | null
}

/** The platform looked, days later, whether the customer had come back; see `Resolution` in the facts. */
export interface ResolutionJudged {
  kind: 'resolution-judged'
  at: Instant
  queueId: string | null
  agentId: string | null
  nextContactAvoided: number
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
