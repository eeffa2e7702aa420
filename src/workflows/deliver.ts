import type { DeliverySummary } from '../activities/deliver-changes'
import { platformActivities } from './activity-proxies'

export interface DeliverInput {
  organisation: string
  sink: string
  /** Local days of the agents, both inclusive. */
  from: string
  to: string
}

/**
 * Sends what changed since it was last sent. Each batch stands in the sync log before the call, so a
 * repeat picks up at the first item that has no accepted answer.
 */
export async function deliver(input: DeliverInput): Promise<DeliverySummary> {
  return platformActivities().deliverChanges(input)
}
