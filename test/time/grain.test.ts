import fc from 'fast-check'
import {
  ceilToGrain,
  floorToGrain,
  type GrainMinutes,
  grainCell,
  grainMs,
  splitByGrain,
  wholeCells,
} from '../../src/time/grain'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { contains, durationMs, encloses, formatInterval, parseInterval } from '../../src/time/interval'
import { dayBounds } from '../../src/time/local-day'
import { parseZone } from '../../src/time/zone-name'
import { readZoneinfoVectors } from './zoneinfo-vectors'

const someGrain = fc.constantFrom<GrainMinutes>(15, 30, 60)
const someInstant = fc.integer({ min: -1e13, max: 1e13 })

test('an instant is floored to its quarter, half hour and hour of UTC', () => {
  const instant = parseInstant('2026-10-25T01:59:59.999Z')
  expect(formatInstant(floorToGrain(instant, 15))).toBe('2026-10-25T01:45:00.000Z')
  expect(formatInstant(floorToGrain(instant, 30))).toBe('2026-10-25T01:30:00.000Z')
  expect(formatInstant(floorToGrain(instant, 60))).toBe('2026-10-25T01:00:00.000Z')
  expect(formatInstant(ceilToGrain(instant, 15))).toBe('2026-10-25T02:00:00.000Z')
  expect(formatInstant(floorToGrain(-1, 60))).toBe('1969-12-31T23:00:00.000Z')
})

test('every instant lies in one cell, whole cells enclose, and a boundary is its own floor and ceiling', () => {
  fc.assert(
    fc.property(someInstant, someGrain, (instant, grain) => {
      const cell = grainCell(instant, grain)
      expect(contains(cell, instant)).toBe(true)
      expect(durationMs(cell)).toBe(grainMs(grain))
      expect(ceilToGrain(cell.start, grain)).toBe(cell.start)
      expect(floorToGrain(cell.end, grain)).toBe(cell.end)
    }),
  )
})

test('a span is cut at cell boundaries', () => {
  const span = parseInterval('2026-10-25T00:50Z/2026-10-25T01:40Z')
  expect([...splitByGrain(span, 30)].map(formatInterval)).toEqual([
    '2026-10-25T00:50:00.000Z/2026-10-25T01:00:00.000Z',
    '2026-10-25T01:00:00.000Z/2026-10-25T01:30:00.000Z',
    '2026-10-25T01:30:00.000Z/2026-10-25T01:40:00.000Z',
  ])
  expect(formatInterval(wholeCells(span, 30))).toBe('2026-10-25T00:30:00.000Z/2026-10-25T02:00:00.000Z')
  expect([...splitByGrain({ start: span.start, end: span.start }, 30)]).toEqual([])
})

test('the pieces of a span add up to it, in order, each within one cell', () => {
  fc.assert(
    fc.property(
      someInstant,
      fc.integer({ min: 0, max: 3 * 86_400_000 }),
      someGrain,
      (start, length, grain) => {
        const span = { start, end: start + length }
        let at = start
        for (const piece of splitByGrain(span, grain)) {
          expect(piece.start).toBe(at)
          expect(piece.end).toBeGreaterThan(piece.start)
          expect(encloses(grainCell(piece.start, grain), piece)).toBe(true)
          at = piece.end
        }
        expect(at).toBe(span.end)
      },
    ),
  )
})

test('local days of every zone are whole 15-minute cells since 1990', () => {
  const dates = [
    '1990-01-01',
    '1999-12-31',
    '2011-12-30',
    '2026-04-05',
    '2026-10-04',
    '2026-11-01',
    '2050-07-01',
  ]
  for (const name of readZoneinfoVectors().zones) {
    for (const date of dates) {
      const day = dayBounds(parseZone(name), date)
      expect(wholeCells(day, 15)).toEqual(day)
    }
  }
})
