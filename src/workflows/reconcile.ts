import type { ReconciliationSummary } from '../activities/reconcile-interval'
import { platformActivities } from './activity-proxies'

export interface ReconcileInput {
  organisation: string
  /** Instants, ISO with Z, half-open. */
  from: string
  to: string
}

/** Holds the platform's own numbers of an interval against ours; the differences are stored, not returned. */
export async function reconcile(input: ReconcileInput): Promise<ReconciliationSummary> {
  return platformActivities().reconcileInterval(input)
}
