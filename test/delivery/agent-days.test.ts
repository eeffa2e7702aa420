import { type AgentIntervalRow, placeAgentDays } from '../../src/delivery/agent-days'
import { instantsOfDates } from '../../src/delivery/instants-of-dates'
import { compileReference } from '../../src/kpis/reference'
import { type AgentZoneRow, emptyReferenceTables } from '../../src/kpis/reference-tables'
import { parseInstant } from '../../src/time/instant'
import { contains } from '../../src/time/interval'
import { localDate } from '../../src/time/local-time'
import { parseZone } from '../../src/time/zone-name'

const row = (at: string, parts: number[], agentId: string | null = 'ada'): AgentIntervalRow => ({
  agentId,
  intervalStart: parseInstant(at),
  kpi: 'average-handle-time',
  version: 1,
  parts,
  observations: parts[1] ?? 0,
})
const agentRow = (agentId: string, zone: string, validFrom: string | null, validTo: string | null) => ({
  agentId,
  zone,
  site: null,
  validFrom,
  validTo,
})
const zonesOf = (...agentZones: AgentZoneRow[]) =>
  compileReference({ ...emptyReferenceTables, agentZones }).zoneOfAgent
const always = (zone: string) => zonesOf(agentRow('ada', zone, null, null), agentRow('bob', zone, null, null))

describe('agent days', () => {
  test('a quarter of an hour belongs to the local date of its agent, not to the UTC date', () => {
    const rows = [
      row('2026-10-25T18:15Z', [100, 1]),
      row('2026-10-25T18:30Z', [200, 1]),
      row('2026-10-25T23:45Z', [300, 2]),
    ]
    const agentDays = placeAgentDays(rows, always('Asia/Kolkata'))
    expect(agentDays.map(({ date, parts }) => [date, parts])).toEqual([
      ['2026-10-25', [100, 1]],
      ['2026-10-26', [500, 3]],
    ])
  })

  test('both half hours of the repeated hour count on the day of 25 hours', () => {
    const rows = [
      row('2026-10-25T00:30Z', [10, 1]),
      row('2026-10-25T01:30Z', [20, 1]),
      row('2026-10-25T23:45Z', [40, 1]),
      row('2026-10-26T00:00Z', [80, 1]),
    ]
    const agentDays = placeAgentDays(rows, always('Europe/London'))
    expect(agentDays.map(({ date, parts }) => [date, parts])).toEqual([
      ['2026-10-25', [70, 3]],
      ['2026-10-26', [80, 1]],
    ])
  })

  test('an agent who moved has each quarter in the zone of its time, added up under the local date', () => {
    const moved = '2026-10-20T22:00:00.000Z'
    const zones = zonesOf(
      agentRow('ada', 'Europe/London', null, moved),
      agentRow('ada', 'Australia/Sydney', moved, null),
    )
    const rows = [
      row('2026-10-20T12:00Z', [10, 1]),
      row('2026-10-20T21:45Z', [5, 1]),
      row('2026-10-20T22:00Z', [80, 1]),
    ]
    const agentDays = placeAgentDays(rows, zones)
    expect(agentDays.map(({ date, parts }) => [date, parts])).toEqual([
      ['2026-10-20', [15, 2]],
      ['2026-10-21', [80, 1]],
    ])
  })

  test('what has no zone, or no agent, is on no day', () => {
    const rows = [row('2026-10-20T12:00Z', [10, 3], 'eve'), row('2026-10-20T12:00Z', [10, 2], null)]
    expect(placeAgentDays(rows, always('Europe/London'))).toEqual([])
  })

  test('the order of the rows does not matter', () => {
    const london = always('Europe/London')
    const rows = [
      row('2026-10-21T12:00Z', [1, 1], 'bob'),
      row('2026-10-20T12:00Z', [2, 1]),
      row('2026-10-21T13:00Z', [4, 1]),
      row('2026-10-20T09:00Z', [8, 1]),
    ]
    expect(placeAgentDays([...rows].reverse(), london)).toEqual(placeAgentDays(rows, london))
  })

  test.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'Europe/London', 'Asia/Kathmandu'])(
    'the window of a range of dates holds every instant of them in %s',
    (name) => {
      const window = instantsOfDates('2026-10-24', '2026-10-25')
      const zone = parseZone(name)
      for (
        let at = parseInstant('2026-10-22T00:00Z');
        at < parseInstant('2026-10-28T00:00Z');
        at += 900_000
      ) {
        const date = localDate(zone, at)
        if (date >= '2026-10-24' && date <= '2026-10-25') expect(contains(window, at)).toBe(true)
      }
    },
  )
})
