import type { Direction } from '../events/event'
import type { Instant } from '../time/instant'
import { isContained } from './containment'
import type { ConversationFacts } from './fact'
import { lastQueueOf } from './last-queue'
import { has } from './measurements'
import { type TerminalState, terminalState } from './terminal-state'

/** A conversation as one of its customer's contacts: what may be asked of it when another contact is looked at. */
export interface Contact {
  conversationId: string
  startedAt: Instant
  /** When the house had done its part: the end of the last wait or work, else of the conversation; null until then. */
  servedUntil: Instant | null
  /** How it ended; also of a conversation that lingers on after all work on it was done. */
  state: TerminalState
  /** Whether a flow kept the customer (`containment.ts`). */
  contained: boolean
  direction: Direction | null
  /** Of the last queue the customer was in, else of the first agent, else of the first flow; null where there was none. */
  mediaType: string | null
  /** The last queue the customer was in (`last-queue.ts`). */
  queueId: string | null
  /** The last agent who had the customer. */
  agentId: string | null
  /** Chosen by the last agent who chose one. */
  wrapUpCode: string | null
  /** Whether the platform says that the customer's next contact was avoided; null where it does not say. */
  nextContactAvoided: boolean | null
}

/**
 * A contact beside the other contacts of the same customer, as far as they are known and near: at most `mostNeighbours` on
 * either side, within `contactReachDays`.
 */
export interface LinkedContact extends Contact {
  /** Whether the record says who the customer is: if not, neighbours cannot be known. */
  identified: boolean
  /** Contacts that started before this one, the nearest first. */
  earlier: readonly Contact[]
  /** Contacts that started after this one, the nearest first. */
  later: readonly Contact[]
  /** Everything that happened before this instant is in the archive; null while nobody vouches for any. */
  knownUntil: Instant | null
}

/** A number from which thousands call, such as a switchboard's, is no customer: beyond this many nobody looks. */
export const mostNeighbours = 50

/** The longest window a definition may look at, 30 days, counted from the end of the longest conversation. */
export const contactReachDays = 92

export function contactOf(facts: ConversationFacts): Contact {
  const visit = facts.queueVisits.at(-1)
  const legs = facts.agentLegs.filter((leg) => !leg.consultOnly)
  const handled = legs.filter(
    (leg) => has(leg.measurements, 'talk-complete') || has(leg.measurements, 'handle'),
  )
  const coded = legs.findLast((leg) => leg.wrapUpCode !== null)
  const avoided = facts.resolutions.map(({ nextContactAvoided }) => nextContactAvoided)
  const served = servedUntilOf(facts)
  return {
    conversationId: facts.conversationId,
    startedAt: facts.startedAt,
    servedUntil: served,
    state: terminalState({ ...facts, endedAt: facts.endedAt ?? served }),
    contained: isContained(facts),
    direction: facts.direction,
    mediaType: visit?.mediaType ?? legs[0]?.mediaType ?? facts.flows[0]?.mediaType ?? null,
    queueId: lastQueueOf(facts),
    agentId: handled.at(-1)?.agentId ?? null,
    wrapUpCode: coded?.wrapUpCode ?? null,
    nextContactAvoided: avoided.length === 0 ? null : avoided.some((count) => count > 0),
  }
}

function servedUntilOf({ agentLegs, queueVisits, endedAt }: ConversationFacts): Instant | null {
  const ends = [...agentLegs.map((leg) => leg.endedAt), ...queueVisits.map((visit) => visit.leftAt)]
  if (ends.length === 0) return endedAt
  let last = Number.NEGATIVE_INFINITY
  for (const end of ends) {
    if (end === null) return null
    last = Math.max(last, end)
  }
  return last
}
