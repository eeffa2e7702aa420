import type { Cause } from '../cause'
import { daysThatReach, mayAccountFor } from '../events-behind'

/**
 * Somebody vouched for the numbers of the day, and what came since is in none of them. It accounts for as much as a recompute that is
 * pending, and stands beside one.
 */
export const signedOff: Cause = {
  name: 'signed-off',
  explanation:
    'This day, or an earlier one whose contacts ran on into it, is signed off: what came for it since is archived, and in no number until somebody reopens it (`retally sign-offs`, `retally reopen`).',
  explains: (group, { daysBehind }, open) => {
    const behind = daysThatReach(group, daysBehind)
    return behind.some((day) => day.signedOff) && mayAccountFor(group, behind, open)
  },
}
