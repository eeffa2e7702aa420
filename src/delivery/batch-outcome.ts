/** How many items of a batch were accepted, refused for good, and are worth another try. */
import type { ItemOutcome } from './sink'

export interface BatchOutcome {
  readonly accepted: number
  readonly parked: number
  readonly toRetry: number
}

export function batchOutcome(outcomes: readonly ItemOutcome[]): BatchOutcome {
  const count = (wanted: ItemOutcome['outcome']) =>
    outcomes.filter(({ outcome }) => outcome === wanted).length
  return { accepted: count('accepted'), parked: count('parked'), toRetry: count('retry') }
}
