import { quotientOf } from '../kpis/aggregation'
import type { KpiDefinition } from '../kpis/definition'
import type { PlacedObservation } from '../kpis/replay'
import { dimensionOf, type SummaryDimension } from '../kpis/summary-dimensions'
import type { Interval } from '../time/interval'
import type { Zone } from '../time/zone-name'
import { type CommonParts, inCommon, positionsOf } from './common-parts'
import type { Seen } from './seen'

/** How observations are counted in a comparison. */
export interface Counting {
  common: CommonParts
  interval: Interval
  by: readonly SummaryDimension[]
  zone: Zone | undefined
}

/**
 * How the observations of a definition are seen: in which cell, with which of the common parts.
 *
 * @param zoneNamed the zones, where they are not those of this build's release of the tz data
 */
export function seeing(
  { common, interval, by, zone }: Counting,
  definition: KpiDefinition,
  zoneNamed?: (name: string) => Zone,
): (observation: PlacedObservation) => Seen {
  const isOfSums = quotientOf(definition) !== null
  const positions = positionsOf(common, definition)
  const options = { zone, zoneNamed }
  return (observation) => {
    const { at, parts } = observation
    const compared = parts === null ? [] : inCommon(positions, parts)
    const says = parts !== null && (!isOfSums || compared.some((part) => part !== 0))
    const counts = says && at >= interval.start && at < interval.end
    return {
      observation,
      cell: counts
        ? JSON.stringify(by.map((dimension) => dimensionOf(dimension, observation, options)))
        : null,
      parts: compared,
    }
  }
}
