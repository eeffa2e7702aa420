/**
 * A help desk is open from 22:00 to 06:00. In New York the night of 7 March 2026 loses an hour and that of 31 October gains
 * one; in London the nights of 28 March and 24 October do.
 */

import { compileCalendar } from '../../src/time/business-calendar'
import { parseInstant } from '../../src/time/instant'
import { openMs } from '../../src/time/open-time'
import { parseZone } from '../../src/time/zone-name'
import { factsOf } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const everyNight = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['22:00-06:00']])
const calendar = { weekly: Object.fromEntries(everyNight) }

const night = (zone: string, from: string, to: string) => {
  const span = { start: parseInstant(from), end: parseInstant(to) }
  return openMs(compileCalendar(calendar), parseZone(zone), span) / 3_600_000
}

test.each([
  ['New York, an ordinary night', 'America/New_York', '2026-06-10T16:00Z', '2026-06-11T16:00Z', 8],
  ['New York, clocks forward', 'America/New_York', '2026-03-07T17:00Z', '2026-03-08T16:00Z', 7],
  ['New York, clocks back', 'America/New_York', '2026-10-31T16:00Z', '2026-11-01T17:00Z', 9],
  ['London, clocks forward', 'Europe/London', '2026-03-28T12:00Z', '2026-03-29T11:00Z', 7],
  ['London, clocks back', 'Europe/London', '2026-10-24T11:00Z', '2026-10-25T12:00Z', 9],
])('%s: the desk is open for the hours that pass', (_, zone, from, to, hours) => {
  expect(night(zone, from, to)).toBe(hours)
})

describe('a call in the small hours of the night the clocks go back', () => {
  const tables = {
    agentZones: agents({ ann: 'America/New_York' }, 'ny'),
    siteCalendars: [{ site: 'ny', calendar }],
  }
  const callAt = (start: string) =>
    factsOf(start, [stay('desk', 0, 5), answer(5, { agent: 'ann', queue: 'desk', talk: 120 })])
  const adjusted = (start: string, tables_ = tables) =>
    summaryOf('adjusted-average-handle-time@2', [callAt(start)], { tables: tables_ })

  test('counts at the first half past one and at the second', () => {
    expect(adjusted('2026-11-01T05:30:00.000Z').value).toBe(120)
    expect(adjusted('2026-11-01T06:30:00.000Z').value).toBe(120)
  })

  test('counts until six on the new clock, not an hour longer', () => {
    expect(adjusted('2026-11-01T10:59:00.000Z').value).toBe(120)
    expect(adjusted('2026-11-01T11:00:00.000Z').observations).toBe(0)
  })

  test('counts on a holiday, when the shift began on its eve', () => {
    const holiday = {
      ...tables,
      siteCalendars: [{ site: 'ny', calendar: { ...calendar, holidays: ['2026-11-01'] } }],
    }
    expect(adjusted('2026-11-01T08:00:00.000Z', holiday).value).toBe(120)
    // The window that would open on the holiday itself stays closed.
    expect(adjusted('2026-11-02T04:00:00.000Z', holiday).observations).toBe(0)
  })
})

describe('a shift from 22:00 to 06:00 with a call every half hour, in both nights that clocks change', () => {
  // Calls arrive around the clock; what the calendar leaves in is the shift's.
  const tables = {
    agentZones: agents({ ann: 'America/New_York' }, 'ny'),
    siteCalendars: [{ site: 'ny', calendar }],
  }
  const halfHoursOf = (from: string, to: string) => {
    const calls = []
    for (let at = parseInstant(from); at < parseInstant(to); at += 1_800_000) {
      const sessions = [stay('desk', 0, 5), answer(5, { agent: 'ann', queue: 'desk', talk: 120, acw: 30 })]
      calls.push(factsOf(new Date(at).toISOString(), sessions, `call ${at}`))
    }
    return calls
  }
  const byDay = (from: string, to: string) =>
    summaryOf('adjusted-average-handle-time@2', halfHoursOf(from, to), { tables, by: ['day'] }).cells?.map(
      ({ day, parts }) => [day, parts.legs],
    )

  test('takes 16 calls in an ordinary night, four of them on the eve', () => {
    expect(byDay('2026-06-10T16:00Z', '2026-06-11T16:00Z')).toEqual([
      ['2026-06-10', 4],
      ['2026-06-11', 12],
    ])
  })

  test('takes 14 calls in the night that loses an hour', () => {
    expect(byDay('2026-03-07T17:00Z', '2026-03-08T16:00Z')).toEqual([
      ['2026-03-07', 4],
      ['2026-03-08', 10],
    ])
  })

  test('takes 18 calls in the night that gains one', () => {
    expect(byDay('2026-10-31T16:00Z', '2026-11-01T17:00Z')).toEqual([
      ['2026-10-31', 4],
      ['2026-11-01', 14],
    ])
  })

  test.each([
    // 01:55 EST to 03:07:30 EDT, which is twelve minutes and a half.
    ['forward', '2026-03-08T06:55:00.000Z', '2026-03-08'],
    // 01:55 EDT to 01:07:30 EST.
    ['back', '2026-11-01T05:55:00.000Z', '2026-11-01'],
  ])('a call across the change %s lasts as long as it took, in one local day', (_, start, day) => {
    const call = factsOf(start, [
      stay('desk', 0, 5),
      answer(5, { agent: 'ann', queue: 'desk', talk: 720, acw: 25 }),
    ])
    expect(summaryOf('adjusted-average-handle-time@2', [call], { tables, by: ['day'] }).cells).toMatchObject([
      { day, value: 745, observations: 1 },
    ])
    const quarters = summaryOf('average-handle-time', [call], {
      by: ['interval'],
      intervalMinutes: 15,
      attribution: 'clip',
    }).cells
    expect(quarters?.map(({ parts }) => parts.handleMs)).toEqual([295_000, 450_000])
  })
})
