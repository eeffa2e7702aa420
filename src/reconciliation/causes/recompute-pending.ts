import type { Cause } from '../cause'
import { daysThatReach, mayAccountFor } from '../events-behind'

/**
 * New data came in and the results of this definition that rest on them have not been computed again. It accounts for what the
 * conversations behind can have posted, and for what we have too much only where old results of them stand.
 */
export const recomputePending: Cause = {
  name: 'recompute-pending',
  explanation:
    'Results of this day, or of earlier days whose contacts ran on into it, are missing or older than the data they rest on. Recompute these days (`retally recompute` without a range finds them), then reconcile again.',
  explains: (group, { daysBehind }, open) => {
    const toRecompute = daysThatReach(group, daysBehind).filter(
      ({ signedOff, discarded }) => !signedOff && !discarded,
    )
    return mayAccountFor(group, toRecompute, open)
  },
}
