import type { Cause } from '../cause'
import { missingCount, surplusEvents } from '../difference'

/** The half hour, or part of it, lies after what was exported: a reason to have less than the platform, never to have more. */
export const beyondCoverage: Cause = {
  name: 'beyond-coverage',
  explanation:
    'The half hour was not completely exported when our number was made: the platform vouches for its detail data only up to an instant, and we count nothing beyond it. Export the day again and recompute.',
  explains: (group, { coveredUntil }) => {
    if (missingCount(group) === 0 || surplusEvents(group) > 0) return false
    return group.end > (coveredUntil.get(group.day) ?? Number.NEGATIVE_INFINITY)
  },
}
