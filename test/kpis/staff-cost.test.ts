import fc from 'fast-check'
import { type AgentDay, foldAgentDay } from '../../src/facts/agent-day'
import { findDefinition } from '../../src/kpis/catalogue'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables, type RateRow, type ReferenceTables } from '../../src/kpis/reference-tables'
import { type PlacedObservation, replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import { agentDay } from '../../src/kpis/told-agent-day'
import { arbitraryAgentDay } from '../facts/arbitrary-agent-day'
import { agentsIn } from './replayed'

const staffCost = findDefinition('staff-cost@1')
const always = { validFrom: null, validTo: null, currency: 'EUR' }
const here: RateRow = { site: 'Leeds', minorPerHour: 3_000, ...always }
const elsewhere: RateRow = { site: null, minorPerHour: 1_000, ...always }

function observed(
  day: AgentDay,
  { rates, site = 'Leeds' }: { rates: readonly RateRow[]; site?: string | null },
): PlacedObservation[] {
  const tables: ReferenceTables = {
    ...emptyReferenceTables,
    agentZones: agentsIn('Europe/London', ['ana'], site),
    rates,
  }
  return replay(staffCost, createContext(compileReference(tables), {}), day)
}

const costOf = (...args: Parameters<typeof observed>) => summarise(staffCost, observed(...args)).value

const hour = agentDay({
  shown: { '09:00': 'on-queue', '10:00': 'offline' },
  scheduled: { '09:00-10:00': 'on-queue' },
})

test('an hour costs the rate of the agent’s site, in the smallest unit', () => {
  expect(costOf(hour, { rates: [here, elsewhere] })).toBe(3_000)
})

test('where the site has no rate, or nobody knows the site, the rate of all others holds', () => {
  expect(costOf(hour, { rates: [here, elsewhere], site: 'York' })).toBe(1_000)
  expect(costOf(hour, { rates: [elsewhere], site: null })).toBe(1_000)
})

test('the rate is that of the quarter hour', () => {
  const before = { ...here, validTo: '2026-10-20T09:30:00Z' }
  const after = { ...here, minorPerHour: 4_000, validFrom: '2026-10-20T09:30:00Z' }
  expect(costOf(hour, { rates: [before, after] })).toBe(3_500)
})

test('without any rate the time is set aside, counted by what it lacks, and costs nothing known', () => {
  const observations = observed(hour, { rates: [here], site: 'York' })
  expect(observations).toHaveLength(4)
  expect(observations).toEqual(
    observations.map((each) => expect.objectContaining({ ...each, parts: null, lacks: ['rate'] })),
  )
  expect(summarise(staffCost, observations)).toMatchObject({
    value: null,
    observations: 0,
    lacking: { rate: 4 },
  })
})

test('unpaid time costs nothing, time off with pay costs what work does', () => {
  const day = agentDay({
    shown: { '09:00': 'on-queue', '12:00': 'offline' },
    scheduled: { '09:00-10:00': 'on-queue', '10:00-11:00': 'meal', '11:00-12:00': 'time-off' },
  })
  expect(costOf(day, { rates: [here] })).toBe(6_000)
})

test('a day without a schedule has no cost, which is not the cost 0', () => {
  const day = agentDay({ shown: { '09:00': 'on-queue', '10:00': 'offline' } })
  expect(observed(day, { rates: [here] })).toEqual([])
})

test('parts are whole, and their sum is off by half a thousandth a quarter hour at most', () => {
  const rates = fc.integer({ min: 0, max: 100_000 }).map((minorPerHour) => ({ ...here, minorPerHour }))
  fc.assert(
    fc.property(arbitraryAgentDay('2026-10-20'), rates, (events, rate) => {
      const observations = observed(foldAgentDay({ ...events, agentId: 'ana' }), { rates: [rate] })
      for (const { parts } of observations) {
        const [cost = Number.NaN, paidMs = Number.NaN] = parts ?? []
        expect(Number.isInteger(cost)).toBe(true)
        expect(Math.abs(cost - (paidMs * rate.minorPerHour) / 3600)).toBeLessThanOrEqual(0.5)
      }
    }),
  )
})
