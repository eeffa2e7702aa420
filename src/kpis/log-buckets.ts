/**
 * Durations counted in buckets that grow by 101 to 99, so that any percentile is right to 1 %, and counts of any
 * partitions can be added up. Short durations have a bucket each and are exact.
 *
 * The bounds are whole milliseconds, reckoned in whole numbers: no logarithm is asked, whose last digit might differ between
 * machines. The database holds the same bounds (`migrations/0010_distributions.ts`). After C. Masson, J. Rim, H. Lee,
 * "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12 (2019).
 */

/** Longer than any conversation: about ten years, in milliseconds. */
const longestMs = 3e11

/** Lower bound of each bucket, in milliseconds, ascending from 0. Bucket `i` holds `[bounds[i], bounds[i + 1])`. */
export const bucketBounds: readonly number[] = makeBounds()

function makeBounds(): number[] {
  const bounds = [0]
  for (let last = 0; last <= longestMs; ) {
    last = Math.max(last + 1, Math.ceil((last * 101) / 99))
    bounds.push(last)
  }
  return bounds
}

/** The bucket of a duration in whole milliseconds. */
export function bucketOf(ms: number): number {
  let low = 0
  let high = bucketBounds.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((bucketBounds[middle] as number) <= ms) low = middle
    else high = middle
  }
  return low
}

/** The duration that stands for a bucket, in milliseconds: within 1 % of every duration in it. */
export function durationOf(bucket: number): number {
  const first = bucketBounds[bucket] as number
  const last = (bucketBounds[bucket + 1] ?? first + 1) - 1
  return first === last ? first : (2 * first * last) / (first + last)
}

/** Bucket → number of durations in it. */
export type BucketCounts = ReadonlyMap<number, number>

/**
 * The duration in milliseconds that `percent` of all durations do not exceed (nearest rank), right to 1 %; null of none.
 *
 * @param percent above 0, at most 100
 */
export function percentileOf(counts: BucketCounts, percent: number): number | null {
  const ordered = [...counts].sort(([a], [b]) => a - b)
  const total = ordered.reduce((sum, [, count]) => sum + count, 0)
  let rank = Math.max(1, Math.ceil((total * percent) / 100))
  for (const [bucket, count] of ordered) {
    rank -= count
    if (rank <= 0) return durationOf(bucket)
  }
  return null
}
