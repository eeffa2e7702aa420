import { DateTime, Duration } from 'luxon'
import type { Millis } from '../clock'

/** An interval cut into pieces, each `[starts[i], starts[i + 1])`. */
export interface Buckets {
  /** One more than there are pieces: the last is the interval's end. */
  edges: readonly Millis[]
}

const mostBuckets = 100_000

/**
 * Cuts `[from, to)` into pieces of `granularity` (an ISO 8601 period) aligned to the interval's start;
 * without one it stays whole. Days and longer are counted by the calendar of `timeZone`, so that a day has
 * 23 or 25 hours where clocks change.
 */
export function cut(from: Millis, to: Millis, granularity: string | undefined, timeZone: string): Buckets {
  if (granularity === undefined) return { edges: [from, to] }
  const period = Duration.fromISO(granularity)
  if (!period.isValid || period.toMillis() <= 0)
    throw new RangeError(`Granularity [${granularity}] is not a period`)
  const start = DateTime.fromMillis(from, { zone: timeZone })
  if (!start.isValid) throw new RangeError(`Time zone [${timeZone}] is not known`)
  const edges = [from]
  for (let i = 1; edges.length <= mostBuckets; i++) {
    const edge = start.plus(period.mapUnits((amount) => amount * i)).toMillis()
    if (edge >= to) return { edges: [...edges, to] }
    edges.push(edge)
  }
  throw new RangeError(`Granularity [${granularity}] cuts the interval into more than ${mostBuckets} pieces`)
}

/** The number of the piece an instant within the interval lies in. */
export function pieceOf(buckets: Buckets, at: Millis): number {
  const { edges } = buckets
  let low = 0
  let high = edges.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((edges[middle] as number) <= at) low = middle
    else high = middle - 1
  }
  return low
}
