import type { DeliverySummary } from '../../activities/deliver-changes'
import { type ExitCode, exitCodes } from '../exit-codes'

/** Parked items and quarantined days want a person; days the platform has not finished want nothing but time. */
export function exitCodeOfDeliveries(summaries: readonly DeliverySummary[]): ExitCode {
  const reasons = summaries.flatMap(({ heldBackDays }) => heldBackDays.map(({ reason }) => reason))
  if (reasons.includes('quarantined') || summaries.some(({ parked }) => parked > 0))
    return exitCodes.partialFailure
  return reasons.includes('beyond-availability') ? exitCodes.retryLater : exitCodes.ok
}
