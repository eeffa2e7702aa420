import {
  calendarOfSchedules,
  InexpressibleScheduleError,
  type Schedule,
} from '../../src/genesys/schedule-calendar'
import { compileCalendar } from '../../src/time/business-calendar'
import { formatInterval, parseInterval } from '../../src/time/interval'
import { isOpen, openIntervals } from '../../src/time/open-time'
import { parseZone } from '../../src/time/zone-name'

const span = { first: '2025-01-01', end: '2028-01-01' }
const schedule = (start: string, end: string, rrule?: string, name = 'a schedule'): Schedule => ({
  id: name,
  name,
  start: `${start}:00.000`,
  end: `${end}:00.000`,
  rrule,
})
const weekdays = schedule(
  '2020-01-06T08:00',
  '2020-01-06T18:00',
  'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR',
)
const none = { open: [], closed: [], holiday: [] }
const calendarOf = (schedules: Partial<Parameters<typeof calendarOfSchedules>[0]>) =>
  calendarOfSchedules({ ...none, ...schedules }, 'UTC', span)
const openFrom = (schedules: Partial<Parameters<typeof calendarOfSchedules>[0]>, interval: string) =>
  openIntervals(compileCalendar(calendarOf(schedules)), parseZone('UTC'), parseInterval(interval)).map(
    formatInterval,
  )

describe('the calendar of a schedule group', () => {
  test('of a weekly schedule is a week, in the zone of the group, without a date written out', () => {
    const day = ['08:00-18:00']
    expect(calendarOf({ open: [weekdays] })).toEqual([
      { zone: 'UTC', weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } },
    ])
  })

  test('is shut on a holiday that comes every year, and for the hours that another schedule closes', () => {
    const christmas = schedule('2015-12-25T00:00', '2015-12-26T00:00', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25')
    const eve = schedule('2026-12-24T12:00', '2026-12-24T23:59')
    const [calendar] = calendarOf({ open: [weekdays], closed: [eve], holiday: [christmas] })
    expect(calendar?.dates).toEqual({
      '2025-12-25': [],
      '2026-12-24': ['08:00-12:00'],
      '2026-12-25': [],
      // The Christmas of 2027 is a Saturday, shut without it.
    })
  })

  test('is shut for the hours of a holiday and no others, as on the platform: nights end and begin at its midnights', () => {
    const nights = schedule('2026-01-01T22:00', '2026-01-02T06:00', 'FREQ=DAILY')
    const holiday = schedule('2026-05-01T00:00', '2026-05-02T00:00')
    expect(openFrom({ open: [nights], holiday: [holiday] }, '2026-04-30T12:00Z/2026-05-02T12:00Z')).toEqual([
      '2026-04-30T22:00:00.000Z/2026-05-01T00:00:00.000Z',
      '2026-05-02T00:00:00.000Z/2026-05-02T06:00:00.000Z',
    ])
  })

  test('has an edition for each time a recurrence begins or is over', () => {
    const summer = schedule('2026-06-01T07:00', '2026-06-01T15:00', 'FREQ=DAILY;UNTIL=20260831T235959')
    const winter = schedule('2026-09-01T09:00', '2026-09-01T17:00', 'FREQ=DAILY')
    const calendar = calendarOf({ open: [summer, winter] })
    expect(calendar.map(({ validFrom, validTo, weekly }) => [validFrom, validTo, weekly.mon])).toEqual([
      [undefined, '2026-06-01', undefined],
      ['2026-06-01', '2026-09-01', ['07:00-15:00']],
      ['2026-09-01', undefined, ['09:00-17:00']],
    ])
  })

  test('opens on a date of its own, and on the last Friday of each month', () => {
    const sale = schedule('2026-11-28T10:00', '2026-11-28T16:00')
    const lastFriday = schedule('2026-01-30T18:00', '2026-01-30T20:00', 'FREQ=MONTHLY;BYDAY=-1FR')
    expect(openFrom({ open: [sale, lastFriday] }, '2026-11-01T00:00Z/2026-12-01T00:00Z')).toEqual([
      '2026-11-27T18:00:00.000Z/2026-11-27T20:00:00.000Z',
      '2026-11-28T10:00:00.000Z/2026-11-28T16:00:00.000Z',
    ])
  })

  test('that is open from Monday morning to Friday evening is open in between', () => {
    const week = schedule('2026-01-05T08:00', '2026-01-09T18:00', 'FREQ=WEEKLY')
    expect(openFrom({ open: [week] }, '2026-11-02T00:00Z/2026-11-09T00:00Z')).toEqual([
      '2026-11-02T08:00:00.000Z/2026-11-06T18:00:00.000Z',
    ])
  })

  test('goes by the clock of its zone on the night the clocks go back', () => {
    const saturday = schedule('2026-01-03T22:00', '2026-01-04T06:00', 'FREQ=WEEKLY;BYDAY=SA')
    const calendar = compileCalendar(
      calendarOfSchedules({ ...none, open: [saturday] }, 'America/New_York', span),
    )
    const night = parseInterval('2026-10-31T12:00Z/2026-11-01T18:00Z')
    expect(openIntervals(calendar, parseZone('UTC'), night).map(formatInterval)).toEqual([
      '2026-11-01T02:00:00.000Z/2026-11-01T11:00:00.000Z',
    ])
  })

  test('is open whenever its schedules say so, minute by minute over a year, told without the library', () => {
    const nights = schedule('2025-01-03T21:30', '2025-01-04T05:15', 'FREQ=WEEKLY;BYDAY=FR,SA')
    const shut = schedule('2025-02-10T00:00', '2025-02-11T00:00', 'FREQ=MONTHLY;BYMONTHDAY=10')
    const calendar = compileCalendar(calendarOf({ open: [weekdays, nights], closed: [shut] }))
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 15 * 60_000) {
      const date = new Date(at)
      const [weekday, minute] = [date.getUTCDay(), date.getUTCHours() * 60 + date.getUTCMinutes()]
      const byDay = weekday >= 1 && weekday <= 5 && minute >= 480 && minute < 1080
      const byNight =
        ([5, 6].includes(weekday) && minute >= 1290) || ([6, 0].includes(weekday) && minute < 315)
      expect([date, isOpen(calendar, parseZone('UTC'), at)]).toEqual([
        date,
        (byDay || byNight) && date.getUTCDate() !== 10,
      ])
    }
  })

  test.each([
    [
      'recurs by the hour',
      schedule('2026-01-01T08:00', '2026-01-01T09:00', 'FREQ=HOURLY', 'Pulse'),
      'schedule "Pulse" does not recur by days',
    ],
    [
      'ends before it begins',
      schedule('2026-01-02T08:00', '2026-01-01T09:00', undefined, 'Back'),
      'schedule "Back" ends before it begins',
    ],
    ['does not read', schedule('2026-01-01T08:00', '2026-01-01T09:00', 'EVERY DAY', 'Odd'), 'schedule "Odd"'],
    [
      'has no time',
      { ...weekdays, name: 'Never', start: 'soon' },
      'schedule "Never" has a time that does not read',
    ],
  ])('is refused by name for a schedule that %s', (_, odd, reason) => {
    expect(() => calendarOf({ open: [weekdays], closed: [odd] })).toThrow(InexpressibleScheduleError)
    expect(() => calendarOf({ open: [weekdays], closed: [odd] })).toThrow(reason)
  })
})
