import type { Direction } from '../events/event'
import type { Instant } from '../time/instant'
import type { Measurements } from './measurements'

/**
 * What the events of one conversation measure. Facts are what is stored and replayed: small, complete
 * for every definition we have, and free of the platform's shape. Of the customer they hold a pseudonym, and nothing
 * else that is personal (docs/decisions/0038-the-customers-pseudonym.md).
 */
export interface ConversationFacts {
  conversationId: string
  startedAt: Instant
  /** Null while the conversation is open. */
  endedAt: Instant | null
  direction: Direction | null
  /** A pseudonym: equal in two conversations of one customer. Null when the record names nobody who can be known again. */
  customer: string | null
  /** Whether the customer was served without a person of ours, by the platform's own judgement; null where it gives none. */
  selfServed: boolean | null
  queueVisits: readonly QueueVisit[]
  agentLegs: readonly AgentLeg[]
  flows: readonly FlowStay[]
  surveys: readonly Survey[]
  resolutions: readonly Resolution[]
}

/**
 * How a stay in a queue ended. `unknown`: the record says it is over but not how (the platform does so
 * for messages and some chats); nothing is derived by subtraction.
 */
export type QueueVisitOutcome = 'waiting' | 'answered' | 'abandoned' | 'flow-out' | 'unknown'

/** One stay of a customer in one queue. */
export interface QueueVisit {
  /** Position among the conversation's queue visits, by time of entry: stable between snapshots that only add. */
  ordinal: number
  queueId: string | null
  mediaType: string
  direction: Direction | null
  enteredAt: Instant
  /** Null while waiting. */
  leftAt: Instant | null
  outcome: QueueVisitOutcome
  /** Who answered, where somebody did. */
  agentId: string | null
  /** What does not add up in it, as a mask of the rules in `quality.ts`; 0: nothing. */
  quality: number
  /** Where it flowed out to, where the platform says so: its word (`voicemail`, `callback`, …; open set). */
  flowOutType: string | null
  /**
   * Everything measured on the visit. `answered` and `over-target` are emitted on the answering agent's
   * session by the platform and belong here all the same: they are about the wait.
   */
  measurements: Measurements
}

/** Where an agent's transfer took the customer, as far as the record shows what came next. */
export type TransferTarget = 'queue' | 'agent' | 'flow' | 'external'

/** One agent session: alert, talk, hold, after-call work. */
export interface AgentLeg {
  /** Position among the conversation's agent legs, by time of start. */
  ordinal: number
  agentId: string | null
  queueId: string | null
  mediaType: string
  direction: Direction | null
  /** Start of the first segment (alerting, dialing, …). */
  startedAt: Instant
  /** End of the last segment; null while one is open. */
  endedAt: Instant | null
  /** The last wrap-up code chosen: an id, or a platform literal. */
  wrapUpCode: string | null
  /** How the last segment that says so was disconnected. */
  disconnect: string | null
  /** True when the agent was only consulted by another agent and never got the customer. */
  consultOnly: boolean
  /** Where the agent's last transfer went; null when there was none, or nothing in the record follows it. */
  transferredTo: TransferTarget | null
  /** What does not add up in it, as a mask of the rules in `quality.ts`; 0: nothing. */
  quality: number
  /** Where the platform gave no measures, they were summed from the segments and carry this mark. */
  measuredFromSegments: boolean
  measurements: Measurements
}

/** One session in a flow: a menu, a bot, an in-queue announcement, a survey. Its name is not kept: it changes, the id does not. */
export interface FlowStay {
  /** Position among the conversation's flows, by time of entry. */
  ordinal: number
  flowId: string | null
  /** The platform's word (`INBOUNDCALL`, `BOT`, …; open set). */
  flowType: string
  mediaType: string
  startedAt: Instant
  /** Null while it goes on. */
  endedAt: Instant | null
  /** Why the flow let go, the platform's word (`TRANSFER`, `DISCONNECT`, `FLOW_DISCONNECT`, …; open set). */
  exitReason: string | null
  /** What it handed over to, where it did (`ACD`, …; open set). */
  transferType: string | null
  /** In the order of their ends. */
  outcomes: readonly FlowOutcome[]
  /** Everything measured on the session; of one that is also a visit or a leg, what is about the flow. */
  measurements: Measurements
}

/** What a flow says of one of its outcomes. */
export interface FlowOutcome {
  outcomeId: string | null
  /** `success`, `failure`, …; open set, in lower case. */
  value: string
  startedAt: Instant | null
  /** Null where it was not reached. */
  endedAt: Instant | null
}

/** A survey that the customer was asked to answer. */
export interface Survey {
  /** Position among the conversation's surveys, by when they occurred. */
  ordinal: number
  /** The platform's word (`Finished`, `Sent`, `OptOut`, …; open set). */
  status: string
  /** The one instant the platform gives every survey: when it occurred. When it was sent is not told. */
  occurredAt: Instant | null
  /** Null while it is not answered. */
  completedAt: Instant | null
  /** The total score in hundredths; null while there is none. */
  scoreHundredths: number | null
  /** Would they recommend us, 0 to 10. */
  promoterScore: number | null
  agentId: string | null
  queueId: string | null
}

/**
 * The platform's own judgement of a contact: whether the customer came back within seven days, about anything, by any
 * medium ("next contact avoidance"; docs/facts/kpis.md §1d). It stands in the record days later.
 */
export interface Resolution {
  at: Instant
  queueId: string | null
  agentId: string | null
  /** 1 when they did not come back, 0 when they did. */
  nextContactAvoided: number
}
