import fc from 'fast-check'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { contains, durationMs, formatInterval, intersect, parseInterval } from '../../src/time/interval'
import { addDays, nextDate } from '../../src/time/local-date'
import {
  dateContaining,
  datesBounds,
  dayBounds,
  eachLocalDay,
  splitByLocalDay,
} from '../../src/time/local-day'
import { localDate } from '../../src/time/local-time'
import { parseZone } from '../../src/time/zone-name'
import { readZoneinfoVectors } from './zoneinfo-vectors'

const vectors = readZoneinfoVectors()
const hours = (zone: string, date: string) => durationMs(dayBounds(parseZone(zone), date)) / 3_600_000
const start = (zone: string, date: string) => formatInstant(dayBounds(parseZone(zone), date).start)

const someZone = fc.constantFrom(...vectors.zones).map(parseZone)
const someDate = fc.integer({ min: 0, max: 47_000 }).map((days) => addDays('1970-01-01', days))
const someInstant = fc.integer({ min: 0, max: parseInstant('2099-01-01T00:00Z') })

describe('a local day', () => {
  test.each([
    ['Pacific/Apia', '2011-12-30', 0],
    ['Antarctica/Troll', '2026-03-29', 22],
    ['America/New_York', '2026-03-08', 23],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Asia/Kolkata', '2026-03-08', 24],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['America/New_York', '2026-11-01', 25],
    ['Antarctica/Troll', '2026-10-25', 26],
    ['America/Nuuk', '2026-03-28', 23],
    ['Africa/Cairo', '2026-04-24', 23],
  ])('in %s on %s lasts %d hours', (zone, date, expected) => {
    expect(hours(zone, date)).toBe(expected)
  })

  test('begins at 01:00 where midnight is skipped: Cairo, Friday 24 April 2026', () => {
    expect(start('Africa/Cairo', '2026-04-24')).toBe('2026-04-23T22:00:00.000Z') // 01:00 at +03:00
  })

  test('begins at the first midnight where midnight comes twice: Havana, 1 November 2020', () => {
    expect(start('America/Havana', '2020-11-01')).toBe('2020-11-01T04:00:00.000Z')
    expect(hours('America/Havana', '2020-11-01')).toBe(25)
  })

  test('that Samoa skipped is empty and lies between its neighbours', () => {
    const apia = parseZone('Pacific/Apia')
    expect(dayBounds(apia, '2011-12-29').end).toBe(dayBounds(apia, '2011-12-30').end)
    expect(start('Pacific/Apia', '2011-12-31')).toBe('2011-12-30T10:00:00.000Z')
  })

  test("had begun when St John's clocks went back over midnight, at 00:01 on 29 October 2006", () => {
    const stJohns = parseZone('America/St_Johns')
    const secondTime2330 = parseInstant('2006-10-29T03:00:00.000Z')
    expect(localDate(stJohns, secondTime2330)).toBe('2006-10-28')
    expect(dateContaining(stJohns, secondTime2330)).toBe('2006-10-29')
    expect(start('America/St_Johns', '2006-10-29')).toBe('2006-10-29T02:30:00.000Z')
  })

  test('has the bounds zoneinfo gives it when every minute around it is walked', () => {
    const different = vectors.days.filter(([name, date, first, next]) => {
      const day = dayBounds(parseZone(name), date)
      return day.start !== first * 1000 || day.end !== next * 1000
    })
    expect(different).toEqual([])
    expect(vectors.days.length).toBeGreaterThan(1000)
  })

  test('ends where the next begins, never before it began, in every zone', () => {
    fc.assert(
      fc.property(someZone, someDate, (zone, date) => {
        const day = dayBounds(zone, date)
        expect(dayBounds(zone, nextDate(date)).start).toBe(day.end)
        expect(day.end).toBeGreaterThanOrEqual(day.start)
        expect(durationMs(day)).toBeLessThanOrEqual(31 * 3_600_000) // Vostok, 1994-01-31
      }),
      { numRuns: 2000 },
    )
  })

  test('contains exactly the instants whose day it is', () => {
    fc.assert(
      fc.property(someZone, someInstant, (zone, instant) => {
        expect(contains(dayBounds(zone, dateContaining(zone, instant)), instant)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('eachLocalDay', () => {
  test('names the whole days an interval touches', () => {
    const days = [
      ...eachLocalDay(parseZone('America/New_York'), parseInterval('2026-11-01T03:59Z/2026-11-02T05:00Z')),
    ]
    expect(days.map((day) => `${day.date} ${formatInterval(day.interval)}`)).toEqual([
      '2026-10-31 2026-10-31T04:00:00.000Z/2026-11-01T04:00:00.000Z',
      '2026-11-01 2026-11-01T04:00:00.000Z/2026-11-02T05:00:00.000Z',
    ])
  })

  test('does not name a date that was skipped', () => {
    const days = eachLocalDay(parseZone('Pacific/Apia'), parseInterval('2011-12-29T12:00Z/2011-12-31T12:00Z'))
    expect([...days].map((day) => day.date)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
  })

  test('names none for an empty interval', () => {
    expect([...eachLocalDay(parseZone('UTC'), parseInterval('2026-10-25T00:00Z/2026-10-25T00:00Z'))]).toEqual(
      [],
    )
  })
})

test('a span split by local days is pieces in order that add up to it, each within its day', () => {
  fc.assert(
    fc.property(someZone, someInstant, fc.integer({ min: 0, max: 12 * 86_400_000 }), (zone, from, length) => {
      const span = { start: from, end: from + length }
      let at = span.start
      for (const { date, interval: piece } of splitByLocalDay(zone, span)) {
        expect(piece.start).toBe(at)
        expect(intersect(piece, dayBounds(zone, date))).toEqual(piece)
        at = piece.end
      }
      expect(at).toBe(span.end)
    }),
    { numRuns: 500 },
  )
})

test('the week of both clock changes has 168 hours less one in New York, and more one', () => {
  const newYork = parseZone('America/New_York')
  expect(durationMs(datesBounds(newYork, '2026-03-02', '2026-03-09'))).toBe(167 * 3_600_000)
  expect(durationMs(datesBounds(newYork, '2026-10-26', '2026-11-02'))).toBe(169 * 3_600_000)
})
