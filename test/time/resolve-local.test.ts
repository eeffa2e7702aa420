import fc from 'fast-check'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { toLocal } from '../../src/time/local-time'
import {
  AmbiguousLocalTimeError,
  type LocalPolicy,
  NonexistentLocalTimeError,
  resolveLocal,
} from '../../src/time/resolve-local'
import { InvalidLocalTimeError, parseWallTime } from '../../src/time/wall-time'
import { parseZone } from '../../src/time/zone-name'
import { readZoneinfoVectors } from './zoneinfo-vectors'

const vectors = readZoneinfoVectors()
const strict: LocalPolicy = { overlap: 'reject', gap: 'reject' }
const resolve = (zone: string, wall: string, policy: LocalPolicy) =>
  formatInstant(resolveLocal(parseZone(zone), parseWallTime(wall), policy))

describe('resolveLocal', () => {
  test('a wall time that happens twice is the earlier, the later, or refused', () => {
    const wall = '2026-11-01T01:30'
    expect(resolve('America/New_York', wall, { overlap: 'earlier', gap: 'reject' })).toBe(
      '2026-11-01T05:30:00.000Z',
    )
    expect(resolve('America/New_York', wall, { overlap: 'later', gap: 'reject' })).toBe(
      '2026-11-01T06:30:00.000Z',
    )
    expect(() => resolve('America/New_York', wall, strict)).toThrow(AmbiguousLocalTimeError)
    expect(() => resolve('America/New_York', wall, strict)).toThrow(
      '2026-11-01T01:30:00.000 happens twice in America/New_York',
    )
  })

  test('a wall time that does not happen moves by the length of the gap, forward or backward, or is refused', () => {
    const wall = '2026-03-08T02:30'
    expect(resolve('America/New_York', wall, { overlap: 'reject', gap: 'forward' })).toBe(
      '2026-03-08T07:30:00.000Z',
    ) // 03:30 EDT
    expect(resolve('America/New_York', wall, { overlap: 'reject', gap: 'backward' })).toBe(
      '2026-03-08T06:30:00.000Z',
    ) // 01:30 EST
    expect(() => resolve('America/New_York', wall, strict)).toThrow(NonexistentLocalTimeError)
    expect(() => resolve('America/New_York', wall, strict)).toThrow(
      '2026-03-08T02:30:00.000 does not happen in America/New_York',
    )
  })

  test('both edges of gap and overlap are ordinary times, or not, as half-open ranges are', () => {
    expect(resolve('America/New_York', '2026-03-08T01:59:59.999', strict)).toBe('2026-03-08T06:59:59.999Z')
    expect(() => resolve('America/New_York', '2026-03-08T02:00', strict)).toThrow(NonexistentLocalTimeError)
    expect(resolve('America/New_York', '2026-03-08T03:00', strict)).toBe('2026-03-08T07:00:00.000Z')
    expect(resolve('America/New_York', '2026-11-01T00:59:59.999', strict)).toBe('2026-11-01T04:59:59.999Z')
    expect(() => resolve('America/New_York', '2026-11-01T01:00', strict)).toThrow(AmbiguousLocalTimeError)
    expect(resolve('America/New_York', '2026-11-01T02:00', strict)).toBe('2026-11-01T07:00:00.000Z')
  })

  test('half an hour comes twice on Lord Howe', () => {
    expect(resolve('Australia/Lord_Howe', '2026-04-05T01:45', { overlap: 'earlier', gap: 'reject' })).toBe(
      '2026-04-04T14:45:00.000Z',
    )
    expect(resolve('Australia/Lord_Howe', '2026-04-05T01:45', { overlap: 'later', gap: 'reject' })).toBe(
      '2026-04-04T15:15:00.000Z',
    )
    expect(resolve('Australia/Lord_Howe', '2026-04-05T01:15', strict)).toBe('2026-04-04T14:15:00.000Z')
  })

  test('a whole date that Samoa skipped is a gap of 24 hours', () => {
    expect(resolve('Pacific/Apia', '2011-12-30T12:00', { overlap: 'reject', gap: 'forward' })).toBe(
      '2011-12-30T22:00:00.000Z',
    )
    expect(resolve('Pacific/Apia', '2011-12-30T12:00', { overlap: 'reject', gap: 'backward' })).toBe(
      '2011-12-29T22:00:00.000Z',
    )
  })

  test('agrees with zoneinfo in and around gaps and overlaps, as PEP 495 defines fold', () => {
    const disagreements = vectors.walls.filter(([name, text, fold0, fold1]) => {
      const zone = parseZone(name)
      const wall = parseWallTime(text)
      // Fold 0 reads with the offset from before the change, fold 1 with the one from after it.
      const first = resolveLocal(zone, wall, { overlap: 'earlier', gap: 'forward' })
      const second = resolveLocal(zone, wall, { overlap: 'later', gap: 'backward' })
      return first !== fold0 * 1000 || second !== fold1 * 1000
    })
    expect(disagreements).toEqual([])
    expect(vectors.walls.filter(([, , fold0, fold1]) => fold0 < fold1).length).toBeGreaterThan(100)
    expect(vectors.walls.filter(([, , fold0, fold1]) => fold0 > fold1).length).toBeGreaterThan(100)
  })

  test('takes every instant back from its local time, as the earlier or the later', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors.zones),
        fc.integer({ min: parseInstant('1970-01-01T00:00Z'), max: parseInstant('2099-12-31T00:00Z') }),
        (name, instant) => {
          const zone = parseZone(name)
          const wall = toLocal(zone, instant)
          const earlier = resolveLocal(zone, wall, { overlap: 'earlier', gap: 'reject' })
          const later = resolveLocal(zone, wall, { overlap: 'later', gap: 'reject' })
          expect([earlier, later]).toContain(instant)
          expect(earlier).toBeLessThanOrEqual(later)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('refuses fields out of range instead of rolling them over', () => {
    const wall = { ...parseWallTime('2026-10-25T01:30'), hour: 25 }
    expect(() => resolveLocal(parseZone('UTC'), wall, strict)).toThrow(InvalidLocalTimeError)
    expect(() => resolveLocal(parseZone('UTC'), { ...wall, hour: Number.NaN }, strict)).toThrow(
      InvalidLocalTimeError,
    )
  })
})
