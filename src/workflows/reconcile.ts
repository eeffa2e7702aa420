import type { ReconcileIntervalInput, ReconciliationSummary } from '../activities/reconcile-interval'
import { platformActivities } from './activity-proxies'

/** Holds the platform's own numbers of an interval against ours; the differences are stored, not returned. */
export async function reconcile(input: ReconcileIntervalInput): Promise<ReconciliationSummary> {
  return platformActivities().reconcileInterval(input)
}
