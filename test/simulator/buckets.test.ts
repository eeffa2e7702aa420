import fc from 'fast-check'
import { cut, pieceOf } from '../../simulator/account/buckets'

const instant = fc.integer({
  min: Date.parse('2026-09-01T00:00:00Z'),
  max: Date.parse('2026-12-01T00:00:00Z'),
})
const zone = fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata')
const granularity = fc.constantFrom('PT15M', 'PT30M', 'PT1H', 'P1D', 'P1W', undefined)

test('the pieces of an interval tile it: no gap, no overlap, nothing outside', () => {
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 1, max: 20 * 86_400_000 }),
      granularity,
      zone,
      (from, length, period, timeZone) => {
        const { edges } = cut(from, from + length, period, timeZone)
        expect(edges[0]).toBe(from)
        expect(edges.at(-1)).toBe(from + length)
        for (let i = 1; i < edges.length; i++) expect(edges[i]).toBeGreaterThan(edges[i - 1] ?? Number.NaN)
      },
    ),
  )
})

test('every instant of the interval lies in exactly the piece it is counted in', () => {
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 1, max: 20 * 86_400_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      granularity,
      zone,
      (from, length, where, period, timeZone) => {
        const buckets = cut(from, from + length, period, timeZone)
        const at = from + Math.floor(where * length)
        const piece = pieceOf(buckets, at)
        expect(at).toBeGreaterThanOrEqual(buckets.edges[piece] ?? Number.NaN)
        expect(at).toBeLessThan(buckets.edges[piece + 1] ?? Number.NaN)
      },
    ),
  )
})
