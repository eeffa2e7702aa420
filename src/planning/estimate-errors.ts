import type { Estimate } from './estimate'
import type { Sent, Took } from './past-work'
import type { EstimateErrors } from './plan'

export interface EstimatedRun {
  estimate: Estimate
  took: Took
  /** What the delivery that followed it sent, by sink; none of a sink to which nothing was delivered that can be held against it. */
  sent: readonly Sent[]
  force: boolean
}

/**
 * What runs took beside what their plans had said, all of them together. A plan that guessed because nothing like it had been seen
 * says nothing of how good estimates are; nor does one by force of rows and what follows from them: what stands comes out as it was. Null
 * while there are none.
 */
export function errorsOf(all: readonly EstimatedRun[]): EstimateErrors | null {
  const runs = all.filter(({ estimate }) => estimate.guesses.length === 0)
  if (runs.length === 0) return null
  const ofRows = runs.filter(({ force }) => !force)
  const toldOnDisk = ofRows.filter(({ took }) => took.bytes != null)
  const deliveries = ofRows.flatMap(({ estimate, sent }) =>
    estimate.deliveries.flatMap((said) =>
      sent.filter(({ sink }) => sink === said.sink).map((came) => ({ said, came })),
    ),
  )
  return {
    plans: runs.length,
    requests: error(runs, ({ estimate, took }) => [estimate.requests, took.requests]),
    rows: error(ofRows, ({ estimate, took }) => [estimate.rows, took.rows]),
    minutes: error(runs, ({ estimate, took }) => [estimate.minutes, took.ms / 60_000]),
    conversations: error(runs, ({ estimate, took }) => [estimate.subjectsToReplay, took.subjects]),
    bytes: error(toldOnDisk, ({ estimate, took }) => [estimate.bytes, took.bytes ?? 0]),
    items: error(deliveries, ({ said, came }) => [said.items, came.items]),
    deliveryRequests: error(deliveries, ({ said, came }) => [said.requests, came.requests]),
  }
}

/** Null where nothing was estimated. */
function error<T>(all: readonly T[], beside: (one: T) => [estimated: number, came: number]): number | null {
  const [estimated, came] = all
    .map(beside)
    .reduce((sums, one) => [sums[0] + one[0], sums[1] + one[1]], [0, 0] as const)
  return estimated === 0 ? null : came / estimated - 1
}
