/** What became of a batch, from what became of its items. */
import type { ItemOutcome } from './sink'

export interface BatchOutcome {
  /**
   * `delivered`: all accepted. `parked`: nothing is left to try, at least one was refused for good. `partial`: some accepted, some
   * worth another try. `failed`: none accepted, some worth another try.
   */
  readonly state: 'delivered' | 'partial' | 'parked' | 'failed'
  readonly accepted: number
  readonly parked: number
  /** Positions, in the batch, of the items worth another try. */
  readonly toRetry: readonly number[]
}

export function batchOutcome(outcomes: readonly ItemOutcome[]): BatchOutcome {
  let accepted = 0
  let parked = 0
  const toRetry: number[] = []
  for (const [position, { outcome }] of outcomes.entries()) {
    if (outcome === 'accepted') accepted++
    else if (outcome === 'parked') parked++
    else toRetry.push(position)
  }
  return { state: stateOf(accepted, parked, toRetry.length), accepted, parked, toRetry }
}

function stateOf(accepted: number, parked: number, toRetry: number): BatchOutcome['state'] {
  if (toRetry > 0) return accepted > 0 ? 'partial' : 'failed'
  return parked > 0 ? 'parked' : 'delivered'
}
