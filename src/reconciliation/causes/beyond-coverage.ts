import type { Cause } from '../cause'

/** The half hour, or part of it, lies after what was exported. */
export const beyondCoverage: Cause = {
  name: 'beyond-coverage',
  explanation:
    'The half hour was not completely exported when our number was made: the platform vouches for its detail data only up to an instant, and we count nothing beyond it. Export the day again and recompute.',
  explains: ({ day, end }, { coveredUntil }) => end > (coveredUntil.get(day) ?? Number.NEGATIVE_INFINITY),
}
