import { quotientOf } from '../kpis/aggregation'
import type { PlacedObservation } from '../kpis/replay'
import type { Summable } from '../kpis/summary'
import { dimensionOf, type PlacesAsked, type SummaryDimension } from '../kpis/summary-dimensions'
import type { Interval } from '../time/interval'
import { type CommonParts, inCommon, positionsOf } from './common-parts'
import type { Seen } from './seen'

/** How observations are counted in a comparison. */
export interface Counting {
  common: CommonParts
  interval: Interval
  by: readonly SummaryDimension[]
  /** By which zones days are reckoned. */
  places: PlacesAsked
}

/** How the observations of a definition are seen: in which cell, with which of the common parts. */
export function seeing(
  { common, interval, by, places }: Counting,
  definition: Summable,
): (observation: PlacedObservation) => Seen {
  const isOfSums = quotientOf(definition) !== null
  const positions = positionsOf(common, definition)
  return (observation) => {
    const { at, parts } = observation
    const compared = parts === null ? [] : inCommon(positions, parts)
    const says = parts !== null && (!isOfSums || compared.some((part) => part !== 0))
    const counts = says && at >= interval.start && at < interval.end
    return {
      observation,
      cell: counts
        ? JSON.stringify(by.map((dimension) => dimensionOf(dimension, observation, places)))
        : null,
      parts: compared,
    }
  }
}
