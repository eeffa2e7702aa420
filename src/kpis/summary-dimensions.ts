import { baseGrain, floorToGrain, type GrainMinutes, grainCell } from '../time/grain'
import { formatInterval } from '../time/interval'
import { localDate } from '../time/local-time'
import { parseZone, type Zone } from '../time/zone-name'
import type { KpiContext } from './context'
import type { KpiDefinition } from './definition'
import type { Place } from './place'

/** What results can be split by. `day` is a local date, `interval` a grain of UTC, `zone` the anchor's zone and `site` its site. */
export const summaryDimensions = [
  'agent',
  'queue',
  'media',
  'direction',
  'day',
  'interval',
  'zone',
  'site',
] as const
export type SummaryDimension = (typeof summaryDimensions)[number]

/** What `day` and `interval` mean to whoever asks. */
export interface PlacesAsked {
  /** Whose days `day` means; without it, each observation's own anchor zone. */
  zone?: Zone | undefined
  /** The grain of `interval`, 30 minutes unless told. */
  intervalMinutes?: GrainMinutes
  /** The anchors' zones by their names, where they do not go by this build's release of the tz data. */
  zoneNamed?: ((name: string) => Zone) | undefined
  /** The anchors' sites; without it none is known. */
  siteOf?: ((place: Place) => string | null) | undefined
}

/** Whose site is meant: that of the agent or queue whose zone decides a definition's days. It is no part of what is stored. */
export function sitesOf(
  { siteOfAgent, siteOfQueue }: Pick<KpiContext, 'siteOfAgent' | 'siteOfQueue'>,
  { zoneAnchor }: Pick<KpiDefinition, 'zoneAnchor'>,
): (place: Place) => string | null {
  // Sums know no more than the quarter hour, and an observation is not to be in another site than its sum.
  const then = ({ at }: Place) => floorToGrain(at, baseGrain)
  if (zoneAnchor === 'agent') return (place) => siteOfAgent(place.agentId, then(place))
  return zoneAnchor === 'queue' ? (place) => siteOfQueue(place.queueId, then(place)) : () => null
}

/** What a definition can be split by, as whoever asks says it: its own dimensions, and those that everything has. */
export function splitsOf({
  dimensions,
  zoneAnchor = 'utc',
}: Pick<KpiDefinition, 'dimensions'> & Partial<Pick<KpiDefinition, 'zoneAnchor'>>): SummaryDimension[] {
  const own = dimensions.map((dimension) => (dimension === 'mediaType' ? 'media' : dimension))
  return [...own, 'day', 'interval', 'zone', ...(zoneAnchor === 'utc' ? [] : (['site'] as const))]
}

/** The place in one dimension; null where that is not known. */
export function dimensionOf(
  dimension: SummaryDimension,
  place: Place,
  { zone, intervalMinutes = 30, zoneNamed = parseZone, siteOf }: PlacesAsked,
): string | null {
  switch (dimension) {
    case 'agent':
      return place.agentId
    case 'queue':
      return place.queueId
    case 'media':
      return place.mediaType
    case 'direction':
      return place.direction
    case 'zone':
      return place.zone
    case 'site':
      return siteOf?.(place) ?? null
    case 'interval':
      return formatInterval(grainCell(place.at, intervalMinutes))
    case 'day': {
      const whose = zone ?? (place.zone === null ? null : zoneNamed(place.zone))
      return whose === null ? null : localDate(whose, place.at)
    }
  }
}

/** By code point, not by anybody's alphabet; what is unknown comes last. */
export function compareDimensions(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let index = 0; index < a.length; index++) {
    const left = a[index] ?? null
    const right = b[index] ?? null
    if (left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? -1 : 1
  }
  return 0
}
