import type { Instant } from '../time/instant'
import type { AgentLeg, ConversationFacts, QueueVisit } from './fact'
import { has, last } from './measurements'

export type TerminalState =
  | 'open'
  | 'completed'
  | 'abandoned'
  | 'short-abandoned'
  | 'flow-out'
  | 'missed'
  | 'self-served'
  | 'left-in-flow'

/**
 * How a conversation came to its end, in one word. What happened last decides:
 *
 * 1. `open`: it has no end yet, however long ago its work was done.
 * 2. The last queue visit to end in an abandon or a flow-out, with no agent talking to the customer at that moment or
 *    after it: `short-abandoned` where the platform posted that mark too, else `abandoned`, or `flow-out`. A caller whom an
 *    agent sent on to another queue and who gave up there has abandoned; one who was called back has not.
 * 3. `completed`: an agent talked to the customer. Who was only consulted did not; nor did one who let it ring and whose
 *    only handle time is a wrap-up.
 * 4. Neither queue nor agent was reached, but a flow: `self-served` when the platform judges so; `completed` when the flow
 *    itself ended it or reached an outcome; else `left-in-flow`, the customer hung up inside, and nobody knows how content.
 * 5. `missed`: everything else. It was offered, alerted or dialled, nobody spoke, and the record names no other end.
 */
export function terminalState(facts: ConversationFacts): TerminalState {
  if (facts.endedAt === null) return 'open'
  const talkedAt = lastTalkAt(facts)
  const unserved = lastUnserved(facts.queueVisits)
  if (unserved !== null && (talkedAt === null || talkedAt < (unserved.leftAt ?? unserved.enteredAt))) {
    if (unserved.outcome === 'flow-out') return 'flow-out'
    return has(unserved.measurements, 'short-abandoned') ? 'short-abandoned' : 'abandoned'
  }
  if (talkedAt !== null) return 'completed'
  if (facts.queueVisits.length === 0 && facts.agentLegs.length === 0 && facts.flows.length > 0) {
    if (facts.selfServed === true) return 'self-served'
    return facts.flows.some(({ exitReason, outcomes }) => servedBy(exitReason, outcomes))
      ? 'completed'
      : 'left-in-flow'
  }
  return 'missed'
}

function lastUnserved(visits: readonly QueueVisit[]): QueueVisit | null {
  let found: QueueVisit | null = null
  for (const visit of visits) {
    if (visit.outcome !== 'abandoned' && visit.outcome !== 'flow-out') continue
    if (found === null || (visit.leftAt ?? visit.enteredAt) >= (found.leftAt ?? found.enteredAt))
      found = visit
  }
  return found
}

/** When an agent was last with the customer; null when none ever was. */
function lastTalkAt({ queueVisits, agentLegs }: ConversationFacts): Instant | null {
  let at: Instant | null = null
  const later = (other: Instant | undefined) => {
    if (other !== undefined && (at === null || other > at)) at = other
  }
  for (const { measurements } of queueVisits) later(last(measurements, 'answered')?.at)
  for (const leg of agentLegs) if (!leg.consultOnly) later(endOfTalk(leg))
  return at
}

function endOfTalk({ measurements }: AgentLeg): Instant | undefined {
  const talk = last(measurements, 'talk-complete') ?? last(measurements, 'talk')
  const held = last(measurements, 'held-complete')
  return held !== null && (talk === null || held.at > talk.at) ? held.at : talk?.at
}

/** `FLOW_DISCONNECT`: the flow said goodbye; `DISCONNECT`: the customer did. */
function servedBy(exitReason: string | null, outcomes: readonly { value: string }[]): boolean {
  return exitReason === 'FLOW_DISCONNECT' || outcomes.some(({ value }) => value === 'success')
}
