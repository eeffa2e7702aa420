import type { Estimate } from './estimate'
import type { Took } from './past-work'
import type { EstimateErrors } from './plan'

/**
 * What runs took beside what their plans had said, all of them together. A plan that guessed because nothing like it had been seen
 * says nothing of how good estimates are; nor does one by force of rows: what stands comes out as it was. Null while there are none.
 */
export function errorsOf(
  all: readonly { estimate: Estimate; took: Took; force?: boolean }[],
): EstimateErrors | null {
  const runs = all.filter(({ estimate }) => estimate.guesses.length === 0)
  if (runs.length === 0) return null
  const error = (
    said: (estimate: Estimate) => number,
    came: (took: Took) => number,
    of = runs,
  ): number | null => {
    const estimated = of.reduce((sum, { estimate }) => sum + said(estimate), 0)
    const taken = of.reduce((sum, { took }) => sum + came(took), 0)
    return estimated === 0 ? null : taken / estimated - 1
  }
  return {
    plans: runs.length,
    requests: error(
      ({ requests }) => requests,
      ({ requests }) => requests,
    ),
    rows: error(
      ({ rows }) => rows,
      ({ rows }) => rows,
      runs.filter(({ force }) => force !== true),
    ),
    minutes: error(
      ({ minutes }) => minutes,
      ({ ms }) => ms / 60_000,
    ),
    conversations: error(
      ({ subjectsToReplay }) => subjectsToReplay,
      ({ subjects }) => subjects,
    ),
  }
}
