import type { ConversationFacts, FlowStay } from './fact'

/**
 * Whether self-service kept the customer: a flow had them, no queue and no agent did, and the last flow sent them nowhere. A
 * transfer out of the house leaves no other trace in the record.
 */
export function isContained({ flows, queueVisits, agentLegs }: ConversationFacts): boolean {
  const last = flows.at(-1)
  if (last === undefined || queueVisits.length > 0 || agentLegs.length > 0) return false
  return !handsOver(last)
}

/** Whether a flow sent the customer on: the platform names what it handed over to, or says that it let go by a transfer. */
export function handsOver({ exitReason, transferType }: FlowStay): boolean {
  return transferType !== null || exitReason === 'TRANSFER'
}
