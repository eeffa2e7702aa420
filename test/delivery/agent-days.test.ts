import { type AgentIntervalRow, placeAgentDays } from '../../src/delivery/agent-days'
import { instantsOfDates } from '../../src/delivery/instants-of-dates'
import { parseInstant } from '../../src/time/instant'
import { contains } from '../../src/time/interval'
import { localDate } from '../../src/time/local-time'
import { parseZone } from '../../src/time/zone-name'

const row = (
  zone: string | null,
  at: string,
  parts: number[],
  agentId: string | null = 'ada',
): AgentIntervalRow => ({
  agentId,
  zone,
  intervalStart: parseInstant(at),
  kpi: 'average-handle-time',
  version: 1,
  parts,
  observations: parts[1] ?? 0,
})

describe('agent days', () => {
  test('a quarter of an hour belongs to the local date of its zone, not to the UTC date', () => {
    const { agentDays } = placeAgentDays([
      row('Asia/Kolkata', '2026-10-25T18:15Z', [100, 1]),
      row('Asia/Kolkata', '2026-10-25T18:30Z', [200, 1]),
      row('Asia/Kolkata', '2026-10-25T23:45Z', [300, 2]),
    ])
    expect(agentDays.map(({ date, parts }) => [date, parts])).toEqual([
      ['2026-10-25', [100, 1]],
      ['2026-10-26', [500, 3]],
    ])
  })

  test('both half hours of the repeated hour count on the day of 25 hours', () => {
    const { agentDays } = placeAgentDays([
      row('Europe/London', '2026-10-25T00:30Z', [10, 1]),
      row('Europe/London', '2026-10-25T01:30Z', [20, 1]),
      row('Europe/London', '2026-10-25T23:45Z', [40, 1]),
      row('Europe/London', '2026-10-26T00:00Z', [80, 1]),
    ])
    expect(agentDays.map(({ date, parts }) => [date, parts])).toEqual([
      ['2026-10-25', [70, 3]],
      ['2026-10-26', [80, 1]],
    ])
  })

  test('an agent with two zones has both added up under the local date', () => {
    const { agentDays } = placeAgentDays([
      row('America/New_York', '2026-10-20T12:00Z', [10, 1]),
      row('Europe/London', '2026-10-20T13:00Z', [5, 1]),
    ])
    expect(agentDays).toEqual([
      {
        agentId: 'ada',
        date: '2026-10-20',
        kpi: 'average-handle-time',
        version: 1,
        parts: [15, 2],
        observations: 2,
      },
    ])
  })

  test('what has no zone is counted, what has no agent is not, and neither is placed', () => {
    const placed = placeAgentDays([
      row(null, '2026-10-20T12:00Z', [10, 3]),
      row('Europe/London', '2026-10-20T12:00Z', [10, 2], null),
    ])
    expect(placed).toEqual({ agentDays: [], withoutZone: 3 })
  })

  test('the order of the rows does not matter', () => {
    const rows = [
      row('Europe/London', '2026-10-21T12:00Z', [1, 1], 'bob'),
      row('Europe/London', '2026-10-20T12:00Z', [2, 1]),
      row('Europe/London', '2026-10-21T13:00Z', [4, 1]),
      row('Europe/London', '2026-10-20T09:00Z', [8, 1]),
    ]
    expect(placeAgentDays([...rows].reverse())).toEqual(placeAgentDays(rows))
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
