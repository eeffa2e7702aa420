import fc from 'fast-check'
import {
  contains,
  durationMs,
  encloses,
  formatInterval,
  type Interval,
  InvalidIntervalError,
  intersect,
  interval,
  merge,
  overlaps,
  parseInterval,
  subtract,
} from '../../src/time/interval'

const small = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 }))
  .map(([start, length]) => interval(start, start + length))

/** Which of the instants 0 … 60 are in: the plainest account of a set of intervals. */
const instantsIn = (intervals: readonly Interval[]) =>
  Array.from({ length: 60 }, (_, instant) => instant).filter((instant) =>
    intervals.some((span) => contains(span, instant)),
  )

describe('an interval', () => {
  const hour = parseInterval('2026-10-25T00:00Z/2026-10-25T02:00+01:00')

  test('is written as start/end with milliseconds', () => {
    expect(formatInterval(hour)).toBe('2026-10-25T00:00:00.000Z/2026-10-25T01:00:00.000Z')
    expect(durationMs(hour)).toBe(3_600_000)
  })

  test('has its start and not its end', () => {
    expect(contains(hour, hour.start)).toBe(true)
    expect(contains(hour, hour.end)).toBe(false)
  })

  test('does not overlap the one it touches', () => {
    const next = interval(hour.end, hour.end + 1000)
    expect(overlaps(hour, next)).toBe(false)
    expect(intersect(hour, next)).toBeNull()
    expect(merge([next, hour])).toEqual([interval(hour.start, next.end)])
  })

  test('may be empty, and then overlaps nothing, not even what surrounds it', () => {
    const empty = interval(hour.start + 1, hour.start + 1)
    expect(overlaps(hour, empty)).toBe(false)
    expect(encloses(hour, empty)).toBe(true)
    expect(subtract(hour, [empty])).toEqual([hour])
  })

  test.each([
    ['2026-10-25T02:00Z/2026-10-25T01:00Z', 'ends before it starts'],
    ['2026-10-25T02:00Z', 'expected two instants'],
    ['2026-10-25T02:00Z/2026-10-25T03:00', 'explicit offset'],
    ['2026-10-25T02:00Z/PT1H', 'explicit offset'],
    ['2026-10-25T02:00Z/2026-10-25T03:00Z/2026-10-25T04:00Z', 'expected two instants'],
  ])('%s is refused: it %s', (text, reason) => {
    expect(() => parseInterval(text)).toThrow(InvalidIntervalError)
    expect(() => parseInterval(text)).toThrow(reason)
  })
})

describe('sets of intervals', () => {
  test('merge keeps exactly the instants of all, in intervals that do not touch', () => {
    fc.assert(
      fc.property(fc.array(small), (intervals) => {
        const merged = merge(intervals)
        expect(instantsIn(merged)).toEqual(instantsIn(intervals))
        merged.slice(1).forEach((span, index) => {
          expect(span.start).toBeGreaterThan((merged[index] as Interval).end)
        })
      }),
    )
  })

  test('subtract keeps exactly the instants that are in no hole', () => {
    fc.assert(
      fc.property(small, fc.array(small), (from, holes) => {
        const inHoles = new Set(instantsIn(holes))
        expect(instantsIn(subtract(from, holes))).toEqual(
          instantsIn([from]).filter((instant) => !inHoles.has(instant)),
        )
      }),
    )
  })

  test('intersect is the instants in both, and overlaps says whether there are any', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const shared = intersect(a, b)
        const inB = new Set(instantsIn([b]))
        expect(instantsIn(shared === null ? [] : [shared])).toEqual(
          instantsIn([a]).filter((instant) => inB.has(instant)),
        )
        expect(overlaps(a, b)).toBe(shared !== null)
      }),
    )
  })
})
