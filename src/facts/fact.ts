import type { Direction } from '../events/event'
import type { Instant } from '../time/instant'
import type { Measurements } from './measurements'

/**
 * What the events of one conversation measure. Facts are what is stored and replayed: small, complete
 * for every definition we have, and free of the platform's shape and of personal data.
 */
export interface ConversationFacts {
  conversationId: string
  startedAt: Instant
  /** Null while the conversation is open. */
  endedAt: Instant | null
  direction: Direction | null
  queueVisits: readonly QueueVisit[]
  agentLegs: readonly AgentLeg[]
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
  /**
   * Everything measured on the visit. `answered` and `over-target` are emitted on the answering agent's
   * session by the platform and belong here all the same: they are about the wait.
   */
  measurements: Measurements
}

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
  /** Where the platform gave no measures, they were summed from the segments and carry this mark. */
  measuredFromSegments: boolean
  measurements: Measurements
}
