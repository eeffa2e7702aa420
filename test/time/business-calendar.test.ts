import fc from 'fast-check'
import { compileCalendar, InvalidCalendarError } from '../../src/time/business-calendar'
import { parseInstant } from '../../src/time/instant'
import { contains, formatInterval, type Interval, parseInterval } from '../../src/time/interval'
import { addDays, dayOfWeek } from '../../src/time/local-date'
import { datesBounds, dayBounds } from '../../src/time/local-day'
import { minuteOfDay } from '../../src/time/local-time'
import { isOpen, openIntervals, openMs } from '../../src/time/open-time'
import { parseZone, UnknownZoneError } from '../../src/time/zone-name'

const newYork = parseZone('America/New_York')
const london = parseZone('Europe/London')
const weekdays = (window: string) => ({
  mon: [window],
  tue: [window],
  wed: [window],
  thu: [window],
  fri: [window],
})
const everyDay = (window: string) => ({ ...weekdays(window), sat: [window], sun: [window] })
const texts = (intervals: readonly Interval[]) => intervals.map(formatInterval)
const openHours = (raw: unknown, zone: typeof newYork, span: Interval) =>
  openMs(compileCalendar(raw), zone, span) / 3_600_000

describe('a business calendar', () => {
  test('is open from the first instant of a window to before its last, by the clock of its zone', () => {
    const calendar = compileCalendar({ weekly: weekdays('08:00-18:00') })
    const monday = '2026-10-26' // New York is at -04:00, London already at +00:00
    expect(isOpen(calendar, newYork, parseInstant(`${monday}T11:59:59.999Z`))).toBe(false)
    expect(isOpen(calendar, newYork, parseInstant(`${monday}T12:00:00.000Z`))).toBe(true)
    expect(isOpen(calendar, newYork, parseInstant(`${monday}T21:59:59.999Z`))).toBe(true)
    expect(isOpen(calendar, newYork, parseInstant(`${monday}T22:00:00.000Z`))).toBe(false)
    expect(isOpen(calendar, london, parseInstant(`${monday}T08:00:00.000Z`))).toBe(true)
  })

  test('keeps its own zone, whoever is asked about', () => {
    const calendar = compileCalendar({ zone: 'Europe/London', weekly: weekdays('08:00-18:00') })
    expect(isOpen(calendar, newYork, parseInstant('2026-10-26T08:00:00.000Z'))).toBe(true)
    expect(isOpen(calendar, newYork, parseInstant('2026-10-26T18:00:00.000Z'))).toBe(false)
  })

  test('has several windows a day and lunch between them', () => {
    const calendar = compileCalendar({ zone: 'UTC', weekly: { fri: ['13:00-18:00', '08:00-12:00'] } })
    expect(
      texts(openIntervals(calendar, newYork, parseInterval('2026-10-29T00:00Z/2026-10-31T00:00Z'))),
    ).toEqual([
      '2026-10-30T08:00:00.000Z/2026-10-30T12:00:00.000Z',
      '2026-10-30T13:00:00.000Z/2026-10-30T18:00:00.000Z',
    ])
  })

  test('joins windows that touch at midnight', () => {
    const calendar = compileCalendar({ zone: 'UTC', weekly: { fri: ['00:00-24:00'], sat: ['00:00-00:00'] } })
    expect(
      texts(openIntervals(calendar, newYork, parseInterval('2026-10-28T00:00Z/2026-11-03T00:00Z'))),
    ).toEqual(['2026-10-30T00:00:00.000Z/2026-11-01T00:00:00.000Z'])
  })

  test('gives the open part of an interval that begins and ends inside windows', () => {
    const calendar = compileCalendar({ zone: 'UTC', weekly: weekdays('08:00-18:00') })
    expect(
      texts(openIntervals(calendar, newYork, parseInterval('2026-10-26T17:30Z/2026-10-27T09:00Z'))),
    ).toEqual([
      '2026-10-26T17:30:00.000Z/2026-10-26T18:00:00.000Z',
      '2026-10-27T08:00:00.000Z/2026-10-27T09:00:00.000Z',
    ])
  })
})

describe('an overnight window', () => {
  const raw = { zone: 'America/New_York', weekly: everyDay('22:00-06:00') }

  test.each([
    ['an ordinary night', '2026-03-06', 8],
    ['the night clocks go forward', '2026-03-07', 7],
    ['the night clocks go back', '2026-10-31', 9],
  ])('lasts, on %s (%s), %d hours', (_, date, expected) => {
    const night = parseInterval(`${date}T17:00Z/${addDays(date, 1)}T17:00Z`)
    expect(openHours(raw, london, night)).toBe(expected)
  })

  test('belongs to the date on which it opens: Saturday alone runs into Sunday, and Saturday morning is closed', () => {
    const calendar = compileCalendar({ zone: 'UTC', weekly: { sat: ['22:00-06:00'] } })
    expect(isOpen(calendar, london, parseInstant('2026-10-25T05:59:59.999Z'))).toBe(true)
    expect(isOpen(calendar, london, parseInstant('2026-10-24T05:00:00.000Z'))).toBe(false)
  })

  test('that opened on the eve goes on into a holiday; the one that would open on it stays shut', () => {
    const calendar = compileCalendar({
      zone: 'UTC',
      weekly: everyDay('22:00-06:00'),
      holidays: ['2026-12-25'],
    })
    expect(
      texts(openIntervals(calendar, london, parseInterval('2026-12-24T12:00Z/2026-12-27T00:00Z'))),
    ).toEqual([
      '2026-12-24T22:00:00.000Z/2026-12-25T06:00:00.000Z',
      '2026-12-26T22:00:00.000Z/2026-12-27T00:00:00.000Z',
    ])
  })
})

describe('where clocks change', () => {
  test('a time that comes twice opens at its earlier and closes at its later instant', () => {
    // 01:30 comes twice on 1 November 2026: 05:30Z and 06:30Z.
    const sunday = datesBounds(newYork, '2026-11-01', '2026-11-02')
    expect(
      texts(openIntervals(compileCalendar({ weekly: { sun: ['01:30-03:00'] } }), newYork, sunday)),
    ).toEqual(['2026-11-01T05:30:00.000Z/2026-11-01T08:00:00.000Z'])
    expect(
      texts(openIntervals(compileCalendar({ weekly: { sun: ['00:30-01:30'] } }), newYork, sunday)),
    ).toEqual(['2026-11-01T04:30:00.000Z/2026-11-01T06:30:00.000Z'])
  })

  test('a time that is skipped moves forward by the gap', () => {
    // 02:30 does not come on 8 March 2026: it is read as 03:30, 07:30Z.
    const sunday = datesBounds(newYork, '2026-03-08', '2026-03-09')
    expect(
      texts(openIntervals(compileCalendar({ weekly: { sun: ['02:30-05:00'] } }), newYork, sunday)),
    ).toEqual(['2026-03-08T07:30:00.000Z/2026-03-08T09:00:00.000Z'])
    expect(openMs(compileCalendar({ weekly: { sun: ['02:30-03:15'] } }), newYork, sunday)).toBe(0)
  })

  test('a date that was skipped opens nothing, and the next opens once', () => {
    const apia = parseZone('Pacific/Apia')
    const calendar = compileCalendar({ weekly: everyDay('08:00-18:00') })
    const span = datesBounds(apia, '2011-12-29', '2012-01-01')
    expect(openMs(calendar, apia, span)).toBe(2 * 10 * 3_600_000)
    expect(openMs(compileCalendar({ weekly: { fri: ['08:00-18:00'] } }), apia, span)).toBe(0) // the 30th would have been a Friday
  })
})

test('validFrom is the first date in force and validTo the first no longer', () => {
  const calendar = compileCalendar({
    zone: 'UTC',
    weekly: everyDay('08:00-09:00'),
    validFrom: '2026-10-26',
    validTo: '2026-10-28',
  })
  expect(
    texts(openIntervals(calendar, london, parseInterval('2026-10-20T00:00Z/2026-11-01T00:00Z'))),
  ).toEqual([
    '2026-10-26T08:00:00.000Z/2026-10-26T09:00:00.000Z',
    '2026-10-27T08:00:00.000Z/2026-10-27T09:00:00.000Z',
  ])
})

describe('in every zone and season', () => {
  const someZone = fc.constantFrom(
    ...[
      'America/New_York',
      'Europe/London',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'America/Havana',
      'Africa/Cairo',
    ].map(parseZone),
    ...['Antarctica/Troll', 'Pacific/Apia', 'America/St_Johns', 'Asia/Kathmandu', 'Atlantic/Azores'].map(
      parseZone,
    ),
  )
  const someInstant = fc.integer({
    min: parseInstant('2005-01-01T00:00Z'),
    max: parseInstant('2030-01-01T00:00Z'),
  })
  const calendar = compileCalendar({
    weekly: {
      ...weekdays('08:00-12:00'),
      thu: ['13:00-18:00', '19:00-02:00'],
      sat: ['22:00-06:00'],
      sun: ['23:30-00:30'],
    },
    holidays: ['2026-12-25', '2011-12-29'],
  })

  test('isOpen says what openIntervals lists', () => {
    fc.assert(
      fc.property(someZone, someInstant, (zone, instant) => {
        const around = { start: instant - 5 * 86_400_000, end: instant + 5 * 86_400_000 }
        const listed = openIntervals(calendar, zone, around).some((open) => contains(open, instant))
        expect(isOpen(calendar, zone, instant)).toBe(listed)
      }),
      { numRuns: 1000 },
    )
  })

  test('open time of two parts adds up to that of the whole', () => {
    fc.assert(
      fc.property(someZone, someInstant, fc.nat(9e8), fc.nat(9e8), (zone, start, first, second) => {
        const [middle, end] = [start + first, start + first + second]
        const parts =
          openMs(calendar, zone, { start, end: middle }) + openMs(calendar, zone, { start: middle, end })
        expect(parts).toBe(openMs(calendar, zone, { start, end }))
      }),
    )
  })

  test('on a day without clock changes, open is what the clock on the wall says', () => {
    const daytime = compileCalendar({ weekly: weekdays('08:00-18:00') })
    fc.assert(
      fc.property(
        someZone,
        fc.integer({ min: 13_000, max: 21_000 }),
        fc.nat(1439),
        (zone, dayNumber, minute) => {
          const date = addDays('1970-01-01', dayNumber)
          const day = dayBounds(zone, date)
          fc.pre(day.end - day.start === 86_400_000)
          const instant = day.start + minute * 60_000
          const wall = minuteOfDay(zone, instant)
          expect(isOpen(daytime, zone, instant)).toBe(dayOfWeek(date) <= 5 && wall >= 480 && wall < 1080)
        },
      ),
    )
  })
})

describe('compileCalendar refuses, and says where and what to write', () => {
  test.each([
    [undefined, 'must be a mapping'],
    [{}, 'weekly must be a mapping'],
    [{ weekly: { monday: ['08:00-18:00'] } }, 'weekly.monday is not a weekday: use mon, tue'],
    [{ weekly: { mon: '08:00-18:00' } }, 'weekly.mon must be a list'],
    [{ weekly: { mon: ['8-18'] } }, 'weekly.mon[0] is "8-18": write a window as HH:MM-HH:MM'],
    [{ weekly: { mon: ['08:00-12:00', '24:00-02:00'] } }, 'weekly.mon[1] is "24:00-02:00"'],
    [{ weekly: { mon: ['08:00-24:01'] } }, 'weekly.mon[0]'],
    [{ weekly: { mon: ['08:60-18:00'] } }, 'weekly.mon[0]'],
    [{ weekly: { mon: [800] } }, 'weekly.mon[0] is 800'],
    [
      { weekly: { mon: ['08:00-12:00', '11:00-18:00'] } },
      'weekly.mon has windows that overlap: 08:00-12:00 and 11:00-18:00',
    ],
    [{ weekly: {}, holidays: ['25.12.2026'] }, 'holidays[0] is "25.12.2026": write a date as YYYY-MM-DD'],
    [{ weekly: {}, holidays: ['2026-02-30'] }, 'holidays[0]'],
    [{ weekly: {}, holydays: [] }, 'holydays is not a key of a calendar'],
    [
      { weekly: {}, validFrom: '2026-02-01', validTo: '2026-02-01' },
      'validTo (2026-02-01) must lie after validFrom',
    ],
  ])('%j: %s', (raw, reason) => {
    expect(() => compileCalendar(raw)).toThrow(InvalidCalendarError)
    expect(() => compileCalendar(raw)).toThrow(reason)
  })

  test('a zone that is none', () => {
    expect(() => compileCalendar({ zone: 'GMT+1', weekly: {} })).toThrow(UnknownZoneError)
    expect(() => compileCalendar({ zone: 5, weekly: {} })).toThrow(UnknownZoneError)
  })
})
