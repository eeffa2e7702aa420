import fc from 'fast-check'
import { parseInstant } from '../../src/time/instant'
import {
  addDays,
  dayNumber,
  dayOfWeek,
  daysBetween,
  eachDate,
  InvalidLocalDateError,
  isoWeek,
  parseLocalDate,
  startOfMonth,
  startOfNextMonth,
  startOfWeek,
  utcDay,
  utcDayInterval,
} from '../../src/time/local-date'

const someDay = fc.integer({ min: -700_000, max: 2_900_000 })
const asDate = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

describe('dates', () => {
  test('count as Date counts them, over the years 53 to 9909', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -1000, max: 1000 }), (day, days) => {
        const date = asDate(day)
        expect(dayNumber(date)).toBe(day)
        expect(addDays(date, days)).toBe(asDate(day + days))
        expect(daysBetween(date, addDays(date, days))).toBe(days)
        expect(dayOfWeek(date)).toBe(new Date(day * 86_400_000).getUTCDay() || 7)
      }),
    )
  })

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-01',
    '2026-04-31',
    '20261025',
    '2026-10-25T00:00',
    '',
    '2026-10-25\n',
  ])('%j is refused', (text) => {
    expect(() => parseLocalDate(text)).toThrow(InvalidLocalDateError)
  })

  test('29 February exists every fourth year, and in 2000, not in 1900', () => {
    expect(parseLocalDate('2024-02-29')).toBe('2024-02-29')
    expect(parseLocalDate('2000-02-29')).toBe('2000-02-29')
    expect(() => parseLocalDate('1900-02-29')).toThrow(InvalidLocalDateError)
  })

  test('are listed up to, not including, the end', () => {
    expect([...eachDate('2026-02-27', '2026-03-02')]).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect([...eachDate('2026-03-02', '2026-03-02')]).toEqual([])
  })
})

describe('weeks and months', () => {
  test('a week begins on the day the caller names', () => {
    expect(startOfWeek('2026-11-01', 1)).toBe('2026-10-26')
    expect(startOfWeek('2026-11-01', 7)).toBe('2026-11-01')
    expect(startOfWeek('2026-11-01', 6)).toBe('2026-10-31')
  })

  test.each([
    // Python: datetime.date.fromisoformat(d).isocalendar()
    ['2026-10-25', '2026-W43'],
    ['2026-10-26', '2026-W44'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-01', '2020-W53'],
  ])('%s is in ISO week %s', (date, week) => {
    expect(isoWeek(date)).toBe(week)
  })

  test('a month begins on its first and ends where the next begins', () => {
    expect(startOfMonth('2026-01-31')).toBe('2026-01-01')
    expect(startOfNextMonth('2026-01-31')).toBe('2026-02-01')
    expect(startOfNextMonth('2026-12-01')).toBe('2027-01-01')
  })
})

test('a UTC day has 24 hours and contains its instants', () => {
  const day = utcDayInterval('2026-10-25')
  expect(day).toEqual({ start: parseInstant('2026-10-25T00:00Z'), end: parseInstant('2026-10-26T00:00Z') })
  expect(utcDay(day.start)).toBe('2026-10-25')
  expect(utcDay(day.end - 1)).toBe('2026-10-25')
  expect(utcDay(-1)).toBe('1969-12-31')
})
