/**
 * An agent in New York works from 20:00 to 06:30 in the night in which the clocks go back: the hour from 01:00 comes twice, so the shift
 * lasts 11 hours and a half. They are back from their break at 01:40 for the second time instead of at 01:30.
 */
import { foldAgentDay } from '../../src/facts/agent-day'
import { findDefinition } from '../../src/kpis/catalogue'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import type { SummaryOptions } from '../../src/kpis/summary'
import { parseInstant } from '../../src/time/instant'
import { agentsIn } from '../kpis/replayed'

const at = (text: string) => parseInstant(text)
const activity = (from: string, to: string, category: 'on-queue' | 'break') => ({
  startsAt: at(from),
  endsAt: at(to),
  category,
  paid: true,
  shrinkage: category === 'break' ? ('planned' as const) : ('none' as const),
})
const shown = (status: 'on-queue' | 'break' | 'offline', from: string) => ({
  status,
  startedAt: at(from),
  endedAt: null,
})

/** 20:00 is 00:00Z, 01:15 EST is 06:15Z, 06:30 EST is 11:30Z. */
const night = foldAgentDay({
  agentId: 'agent-1',
  startedAt: at('2026-11-01T00:00:00Z'),
  knownUntil: at('2026-11-02T00:00:00Z'),
  coveredUntil: null,
  presences: [
    shown('on-queue', '2026-11-01T00:00:00Z'),
    shown('break', '2026-11-01T06:15:00Z'),
    shown('on-queue', '2026-11-01T06:40:00Z'),
    shown('offline', '2026-11-01T11:30:00Z'),
  ],
  routings: [{ status: 'idle', startedAt: at('2026-11-01T00:00:00Z'), endedAt: null }],
  activities: [
    activity('2026-11-01T00:00:00Z', '2026-11-01T06:15:00Z', 'on-queue'),
    activity('2026-11-01T06:15:00Z', '2026-11-01T06:30:00Z', 'break'),
    activity('2026-11-01T06:30:00Z', '2026-11-01T11:30:00Z', 'on-queue'),
  ],
})

function summaryOf(kpi: string, options: SummaryOptions = {}) {
  const definition = findDefinition(kpi)
  const reference = compileReference({ ...emptyReferenceTables, agentZones: agentsIn('America/New_York') })
  const context = createContext(reference, resolveParameters(definition))
  return summarise(definition, replay(definition, context, night), options)
}

const hours = (ms: number | undefined) => (ms ?? 0) / 3_600_000

test('an overnight shift through the repeated hour is scheduled for eleven and a half hours, ten minutes of them missed', () => {
  const { value, parts } = summaryOf('adherence')
  expect(hours(parts.scheduledMs)).toBe(11.5)
  expect(parts.exceptionMs).toBe(600_000)
  expect(value?.toFixed(4)).toBe((100 * (1 - 10 / 690)).toFixed(4))
})

test('its local days are four hours of the evening and seven and a half of the morning, which are nine by the clock', () => {
  const { cells = [] } = summaryOf('adherence', { by: ['day'] })
  expect(cells.map(({ day, value, parts }) => [day, hours(parts.scheduledMs), value?.toFixed(2)])).toEqual([
    ['2026-10-31', 4, '100.00'],
    ['2026-11-01', 7.5, (100 * (1 - 10 / 450)).toFixed(2)],
  ])
})

test('on the queue it was ten minutes less than it was scheduled', () => {
  expect(summaryOf('conformance').parts).toEqual({
    workedMs: (11.5 * 60 - 25) * 60_000,
    scheduledMs: (11.5 * 60 - 15) * 60_000,
    actualMs: 11.5 * 3_600_000,
  })
})
