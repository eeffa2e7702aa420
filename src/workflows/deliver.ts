import type { DeliverChangesInput, DeliverySummary } from '../activities/deliver-changes'
import { platformActivities } from './activity-proxies'

/**
 * Sends what changed since it was last sent. Each batch stands in the sync log before the call, so a
 * repeat picks up at the first item that has no accepted answer.
 */
export async function deliver(input: DeliverChangesInput): Promise<DeliverySummary> {
  return platformActivities().deliverChanges(input)
}
