import { grainCell } from '../time/grain'
import { formatInterval } from '../time/interval'
import { localDate } from '../time/local-time'
import { parseZone } from '../time/zone-name'
import type { ObservationSum } from './observation-sum'
import type { Summable, SummaryOptions } from './summary'

/** What results can be split by. `day` is a local date, `interval` a grain of UTC, `zone` the anchor's zone. */
export const summaryDimensions = ['agent', 'queue', 'media', 'direction', 'day', 'interval', 'zone'] as const
export type SummaryDimension = (typeof summaryDimensions)[number]

/** What a definition can be split by, as whoever asks says it: its own dimensions, and those that everything has. */
export function splitsOf({ dimensions }: Pick<Summable, 'dimensions'>): SummaryDimension[] {
  const own = dimensions.map((dimension) => (dimension === 'mediaType' ? 'media' : dimension))
  return [...own, 'day', 'interval', 'zone']
}

/** Where a sum belongs, in one dimension; null where that is not known. */
export function dimensionOf(
  dimension: SummaryDimension,
  sum: ObservationSum,
  options: Pick<SummaryOptions, 'zone' | 'intervalMinutes'>,
): string | null {
  switch (dimension) {
    case 'agent':
      return sum.agentId
    case 'queue':
      return sum.queueId
    case 'media':
      return sum.mediaType
    case 'direction':
      return sum.direction
    case 'zone':
      return sum.zone
    case 'interval':
      return formatInterval(grainCell(sum.at, options.intervalMinutes ?? 30))
    case 'day': {
      const zone = options.zone ?? (sum.zone === null ? null : parseZone(sum.zone))
      return zone === null ? null : localDate(zone, sum.at)
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
