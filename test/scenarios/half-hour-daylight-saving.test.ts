/** Lord Howe Island moves its clocks by half an hour: on 5 April 2026 the day has 24.5 hours, on 4 October 23.5. */

import { parseInstant } from '../../src/time/instant'
import { splitByLocalDay } from '../../src/time/local-day'
import { parseZone } from '../../src/time/zone-name'
import { factsOf } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const lordHowe = parseZone('Australia/Lord_Howe')
const tables = { agentZones: agents({ kim: 'Australia/Lord_Howe' }) }
const call = (start: string) =>
  factsOf(start, [stay('reef', 0, 5), answer(5, { agent: 'kim', queue: 'reef', talk: 60 })])

test('its days around the changes have 24.5 and 23.5 hours, and tile the time line', () => {
  const hours = (from: string, to: string) =>
    [...splitByLocalDay(lordHowe, { start: parseInstant(from), end: parseInstant(to) })].map(
      ({ date, interval }) => [date, (interval.end - interval.start) / 3_600_000],
    )
  expect(hours('2026-04-03T13:00Z', '2026-04-06T13:30Z')).toEqual([
    ['2026-04-04', 24],
    ['2026-04-05', 24.5],
    ['2026-04-06', 24],
  ])
  expect(hours('2026-10-02T13:30Z', '2026-10-05T13:00Z')).toEqual([
    ['2026-10-03', 24],
    ['2026-10-04', 23.5],
    ['2026-10-05', 24],
  ])
})

test('a call two minutes before midnight of the long day is that day’s, two minutes after is the next’s', () => {
  const days = (start: string) =>
    summaryOf('average-handle-time', [call(start)], { tables, by: ['day'] }).cells?.map(({ day }) => day)
  // Midnight at the end of 5 April is at 13:30Z: the offset is then +10:30.
  expect(days('2026-04-05T13:27:00.000Z')).toEqual(['2026-04-05'])
  expect(days('2026-04-05T13:31:00.000Z')).toEqual(['2026-04-06'])
})
