import type { DeliverChangesInput, DeliverySummary } from '../activities/deliver-changes'
import { platformActivities } from './activity-proxies'
import { asOwnRun, type RunOutcome } from './own-run'

/**
 * Sends what changed since it was last sent. Each batch stands in the sync log before the call, so a
 * repeat picks up at the first item that has no accepted answer.
 */
export async function deliver(input: DeliverChangesInput): Promise<DeliverySummary> {
  const { deliverChanges } = platformActivities()
  if (input.runKey !== undefined) return deliverChanges(input)
  return asOwnRun(
    'deliver',
    (runKey) => deliverChanges(runKey === undefined ? input : { ...input, runKey }),
    outcomeOf,
    input,
  )
}

function outcomeOf({ batches, accepted, parked, equal, heldBack, withoutZone }: DeliverySummary): RunOutcome {
  return { partial: parked > 0, counts: { batches, accepted, parked, equal, heldBack, withoutZone } }
}
