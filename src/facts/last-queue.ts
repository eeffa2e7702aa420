import type { ConversationFacts } from './fact'

/** The last queue the customer was in; of a conversation that was in none, the one for which its last agent had the customer. */
export function lastQueueOf({ queueVisits, agentLegs }: ConversationFacts): string | null {
  const served = agentLegs.findLast(({ consultOnly }) => !consultOnly)
  return queueVisits.at(-1)?.queueId ?? served?.queueId ?? null
}
