import fc from 'fast-check'
import {
  compileCalendar,
  InvalidCalendarError,
  type RawBusinessCalendar,
} from '../../src/time/business-calendar'
import { calendarGaps } from '../../src/time/calendar-gaps'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { formatInterval, parseInterval } from '../../src/time/interval'
import { addDays } from '../../src/time/local-date'
import { datesBounds, dayBounds } from '../../src/time/local-day'
import { isOpen, nextOpening, openIntervals, openMs } from '../../src/time/open-time'
import { parseZone } from '../../src/time/zone-name'

const london = parseZone('Europe/London')
const everyDay = (...windows: string[]) =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, windows]))
const opened = (raw: unknown, span: string) =>
  openIntervals(compileCalendar(raw), london, parseInterval(span)).map(formatInterval)

describe('editions of a calendar', () => {
  const winter = { weekly: everyDay('08:00-09:00'), validTo: '2026-06-01' }
  const summer = { weekly: everyDay('10:00-11:00'), validFrom: '2026-06-01' }

  test('follow one another at the date on which the later begins, in whatever order they are written', () => {
    expect(opened([summer, winter], '2026-05-31T00:00Z/2026-06-02T00:00Z')).toEqual([
      '2026-05-31T07:00:00.000Z/2026-05-31T08:00:00.000Z',
      '2026-06-01T09:00:00.000Z/2026-06-01T10:00:00.000Z',
    ])
  })

  test('leave to the earlier the night shift that began under it', () => {
    const nights = [
      { ...winter, weekly: everyDay('22:00-06:00') },
      { ...summer, weekly: everyDay('12:00-13:00') },
    ]
    expect(opened(nights, '2026-05-31T12:00Z/2026-06-02T00:00Z')).toEqual([
      '2026-05-31T21:00:00.000Z/2026-06-01T05:00:00.000Z',
      '2026-06-01T11:00:00.000Z/2026-06-01T12:00:00.000Z',
    ])
  })

  test('leave the calendar closed between them, and the gap is known', () => {
    const late = { ...summer, validFrom: '2026-06-04' }
    expect(opened([winter, late], '2026-06-01T00:00Z/2026-06-04T00:00Z')).toEqual([])
    expect(calendarGaps(compileCalendar([late, winter]))).toEqual([
      { first: '2026-06-01', end: '2026-06-04' },
    ])
    expect(calendarGaps(compileCalendar([summer, winter]))).toEqual([])
  })

  test.each([
    ['a date in both', [winter, { ...summer, validFrom: '2026-05-31' }], 'on 2026-05-31'],
    [
      'two that have always been',
      [winter, { ...summer, validFrom: undefined, validTo: '2026-02-01' }],
      'at first',
    ],
    ['an earlier one without an end', [{ weekly: {} }, summer], 'on 2026-06-01'],
  ])('are refused where they overlap, both named: %s', (_, editions, when) => {
    const written = JSON.parse(JSON.stringify(editions)) as unknown
    expect(() => compileCalendar(written)).toThrow(InvalidCalendarError)
    expect(() => compileCalendar(written)).toThrow(
      /\[1\] \(.*\) and \[0\] \(.*\)|\[0\] \(.*\) and \[1\] \(.*\)/,
    )
    expect(() => compileCalendar(written)).toThrow(`are both in force ${when}`)
  })

  test('say which of them does not read', () => {
    expect(() => compileCalendar([winter, { weekly: { mon: ['8-18'] } }])).toThrow(
      '[1].weekly.mon[0] is "8-18"',
    )
    expect(() => compileCalendar([])).toThrow('has no edition')
    expect(() => compileCalendar([winter, 'summer'])).toThrow('[1] must be a mapping')
  })
})

describe('windows of a single date', () => {
  const calendar = {
    weekly: everyDay('08:00-18:00'),
    dates: { '2026-12-24': ['08:00-12:00'], '2026-12-26': [] },
  }

  test('stand in place of those of its weekday; a date with none is closed', () => {
    expect(opened(calendar, '2026-12-24T00:00Z/2026-12-28T00:00Z')).toEqual([
      '2026-12-24T08:00:00.000Z/2026-12-24T12:00:00.000Z',
      '2026-12-25T08:00:00.000Z/2026-12-25T18:00:00.000Z',
      '2026-12-27T08:00:00.000Z/2026-12-27T18:00:00.000Z',
    ])
  })

  test('of a date that is a holiday as well are refused, as is what is no date', () => {
    expect(() => compileCalendar({ ...calendar, holidays: ['2026-12-24'] })).toThrow(
      'dates.2026-12-24 is a holiday as well',
    )
    expect(() => compileCalendar({ weekly: {}, dates: { 'Christmas Eve': [] } })).toThrow(
      'dates: a key is "Christmas Eve": write a date as YYYY-MM-DD',
    )
    expect(() => compileCalendar({ weekly: {}, dates: { '2026-12-24': '08:00-12:00' } })).toThrow(
      'dates.2026-12-24 must be a list',
    )
  })
})

describe('the next opening', () => {
  const next = (raw: unknown, at: string) => {
    const found = nextOpening(compileCalendar(raw), london, parseInstant(at))
    return found === null ? null : formatInstant(found)
  }

  test.each([
    [
      'is the instant itself where it is open',
      { weekly: everyDay('08:00-18:00') },
      '2026-12-24T12:00Z',
      '2026-12-24T12:00:00.000Z',
    ],
    [
      'at the end of a window is that of the next',
      { weekly: everyDay('08:00-18:00') },
      '2026-12-24T18:00Z',
      '2026-12-25T08:00:00.000Z',
    ],
    [
      'goes past holidays',
      { weekly: everyDay('08:00-18:00'), holidays: ['2026-12-25', '2026-12-26'] },
      '2026-12-24T18:00Z',
      '2026-12-27T08:00:00.000Z',
    ],
    [
      'waits for an edition years ahead',
      { weekly: { mon: ['08:00-18:00'] }, validFrom: '2031-01-01' },
      '2026-12-24T18:00Z',
      '2031-01-06T08:00:00.000Z',
    ],
    [
      'of a closed week is a date of its own',
      { weekly: {}, dates: { '2027-02-03': ['10:00-12:00'] } },
      '2026-12-24T18:00Z',
      '2027-02-03T10:00:00.000Z',
    ],
    ['does not come when nothing ever opens', { weekly: {} }, '2026-12-24T18:00Z', null],
    [
      'does not come after the last edition',
      { weekly: everyDay('08:00-18:00'), validTo: '2026-12-25' },
      '2026-12-24T18:00Z',
      null,
    ],
  ])('%s', (_, raw, at, expected) => {
    expect(next(raw, at)).toBe(expected)
  })
})

describe('in every zone and season', () => {
  const someZone = fc.constantFrom(
    ...[
      'America/New_York',
      'Europe/London',
      'Australia/Lord_Howe',
      'America/Havana',
      'Africa/Cairo',
      'Pacific/Apia',
    ].map(parseZone),
  )
  const someInstant = fc.integer({
    min: parseInstant('2010-01-01T00:00Z'),
    max: parseInstant('2028-01-01T00:00Z'),
  })
  const minute = fc.integer({ min: 0, max: 1439 })
  const clock = (m: number) =>
    `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
  const someWindows = fc.tuple(minute, minute).map(([open, close]) => [`${clock(open)}-${clock(close)}`])
  const someWeek = fc.record(
    {
      mon: someWindows,
      tue: someWindows,
      wed: someWindows,
      thu: someWindows,
      fri: someWindows,
      sat: someWindows,
      sun: someWindows,
    },
    { requiredKeys: [] },
  )
  const someDate = fc.integer({ min: 14_610, max: 21_000 }).map((day) => addDays('1970-01-01', day))
  const someCalendar = fc
    .tuple(someDate, someWeek, someWeek, fc.uniqueArray(someDate, { maxLength: 5 }), someWindows)
    .map(([change, first, second, dates, windows]): RawBusinessCalendar[] => [
      { weekly: first, validTo: change, dates: Object.fromEntries(dates.map((date) => [date, windows])) },
      { weekly: second, validFrom: change, holidays: dates },
    ])

  test('the next opening is open, and nothing is between', () => {
    fc.assert(
      fc.property(someCalendar, someZone, someInstant, (raw, zone, instant) => {
        const calendar = compileCalendar(raw)
        const opening = nextOpening(calendar, zone, instant)
        if (opening === null) {
          expect(openMs(calendar, zone, { start: instant, end: instant + 400 * 86_400_000 })).toBe(0)
          return
        }
        expect(isOpen(calendar, zone, opening)).toBe(true)
        expect(openMs(calendar, zone, { start: instant, end: opening })).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  test('business time of two spans adds up to that of the whole', () => {
    fc.assert(
      fc.property(someCalendar, someZone, someInstant, fc.nat(9e8), fc.nat(9e8), (raw, zone, start, a, b) => {
        const calendar = compileCalendar(raw)
        const ms = (from: number, to: number) => openMs(calendar, zone, { start: from, end: to })
        expect(ms(start, start + a) + ms(start + a, start + a + b)).toBe(ms(start, start + a + b))
      }),
      { numRuns: 300 },
    )
  })

  test('an edition ends and the next begins at the local midnight of its date', () => {
    const always = everyDay('00:00-24:00')
    fc.assert(
      fc.property(someZone, someDate, (zone, date) => {
        const midnight = dayBounds(zone, date).start
        const until = compileCalendar([
          { weekly: always, validTo: date },
          { weekly: {}, validFrom: date },
        ])
        const from = compileCalendar([
          { weekly: {}, validTo: date },
          { weekly: always, validFrom: date },
        ])
        expect([isOpen(until, zone, midnight - 1), isOpen(until, zone, midnight)]).toEqual([true, false])
        expect([isOpen(from, zone, midnight - 1), isOpen(from, zone, midnight)]).toEqual([false, true])
        expect(nextOpening(from, zone, midnight - 86_400_000)).toBe(midnight)
      }),
      { numRuns: 300 },
    )
  })

  test('two editions of the same hours are one calendar', () => {
    fc.assert(
      fc.property(someWeek, someZone, someDate, (weekly, zone, date) => {
        const cut = compileCalendar([
          { weekly, validTo: date },
          { weekly, validFrom: date },
        ])
        const span = datesBounds(zone, addDays(date, -4), addDays(date, 4))
        expect(openIntervals(cut, zone, span)).toEqual(openIntervals(compileCalendar({ weekly }), zone, span))
      }),
      { numRuns: 300 },
    )
  })
})
