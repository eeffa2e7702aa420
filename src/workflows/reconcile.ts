import type { ReconcileIntervalInput, ReconciliationSummary } from '../activities/reconcile-interval'
import { platformActivities } from './activity-proxies'
import { asOwnRun, type RunOutcome } from './own-run'

/** Holds the platform's own numbers of an interval against ours; the differences are stored, not returned. */
export async function reconcile(input: ReconcileIntervalInput): Promise<ReconciliationSummary> {
  const { reconcileInterval } = platformActivities()
  if (input.runKey !== undefined) return reconcileInterval(input)
  return asOwnRun(
    'reconcile',
    (runKey) => reconcileInterval(runKey === undefined ? input : { ...input, runKey }),
    outcomeOf,
  )
}

/** A difference is what it was made to find, and no failure. */
function outcomeOf({ reconciliationKey, cells, differing, unexplained }: ReconciliationSummary): RunOutcome {
  return { partial: false, counts: { reconciliationKey, cells, differing, unexplained } }
}
