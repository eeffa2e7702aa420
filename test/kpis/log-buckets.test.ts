import fc from 'fast-check'
import { bucketBounds, bucketOf, durationOf, percentileOf } from '../../src/kpis/log-buckets'

/** With the last digits of a double to spare. */
const onePercent = 0.01 + 1e-12

const duration = fc.oneof(fc.integer({ min: 0, max: 3_600_000 }), fc.integer({ min: 0, max: 3e11 }))

function counted(durations: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const ms of durations) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1)
  return counts
}

test('every duration lies in its bucket, and what stands for the bucket is within 1 %', () => {
  fc.assert(
    fc.property(duration, (ms) => {
      const bucket = bucketOf(ms)
      expect(bucketBounds[bucket]).toBeLessThanOrEqual(ms)
      expect(bucketBounds[bucket + 1] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(ms)
      expect(Math.abs(durationOf(bucket) - ms)).toBeLessThanOrEqual(ms * onePercent)
    }),
  )
})

test('durations below 50 ms are exact', () => {
  for (let ms = 0; ms < 50; ms++) expect(durationOf(bucketOf(ms))).toBe(ms)
})

test('a percentile is within 1 % of the one of the sorted durations, whatever their order', () => {
  const percent = fc.integer({ min: 1, max: 100 })
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 200 }), percent, (durations, p) => {
      const sorted = [...durations].sort((a, b) => a - b)
      const exact = sorted[Math.ceil((sorted.length * p) / 100) - 1] as number
      const reckoned = percentileOf(counted(durations), p) as number
      expect(Math.abs(reckoned - exact)).toBeLessThanOrEqual(exact * onePercent)
      expect(percentileOf(counted(sorted.reverse()), p)).toBe(reckoned)
    }),
  )
})

test('of nothing there is no percentile', () => {
  expect(percentileOf(new Map(), 50)).toBeNull()
})
