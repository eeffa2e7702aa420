/** Agents' time beside the simulator's own aggregates of it, which it sums apart from the records that we read. */
import type { RunningSimulator } from '../../simulator/server'
import { type AgentDay, foldAgentDay, loggedIn, onQueue, routedOnQueue } from '../../src/facts/agent-day'
import { readAgentSchedule } from '../../src/genesys/agent-schedule'
import { readAgentSchedules, readManagementUnits } from '../../src/genesys/agent-schedules'
import { readUserDetail } from '../../src/genesys/user-detail'
import {
  readUserDetailsJobState,
  readUserDetailsPage,
  submitUserDetailsJob,
} from '../../src/genesys/user-details-job'
import { findDefinition } from '../../src/kpis/catalogue'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import { floorToGrain, splitByGrain } from '../../src/time/grain'
import { formatInstant, parseInstant } from '../../src/time/instant'
import type { Interval } from '../../src/time/interval'
import { utcDayInterval } from '../../src/time/local-date'
import { connect } from '../simulator/client'
import { clientOf, smallOrganisation } from './simulated'

/** London puts its clocks back on the second of these. */
const dates = ['2026-10-24', '2026-10-25', '2026-10-26']
let simulator: RunningSimulator
let days: AgentDay[]

beforeAll(async () => {
  simulator = await smallOrganisation({ agentsPerSite: 12, conversationsPerDay: 400 })
  const client = clientOf(simulator)
  const units = await readManagementUnits(client)
  days = []
  for (const date of dates) {
    const interval = utcDayInterval(date)
    const activities = new Map<string, NonNullable<Parameters<typeof foldAgentDay>[0]['activities']>>()
    for (const unit of units.kind === 'read' ? units.read : []) {
      const found = await readAgentSchedules(client, unit, interval)
      for (const raw of found.kind === 'read' ? found.read : []) {
        const read = readAgentSchedule(raw)
        if ('schedule' in read) activities.set(read.schedule.agentId, read.schedule.activities)
      }
    }
    const jobId = await submitUserDetailsJob(client, interval)
    while ((await readUserDetailsJobState(client, jobId)).state !== 'fulfilled') {}
    const page = await readUserDetailsPage(client, jobId, null, 1_000)
    for (const raw of page.users) {
      const read = readUserDetail(raw)
      if ('problem' in read) throw new Error(JSON.stringify(read.problem))
      const { agentId, presences, routings } = read.user
      const startedAt = interval.start
      days.push(
        foldAgentDay({
          agentId,
          startedAt,
          knownUntil: page.dataAvailableUntil,
          coveredUntil: null,
          presences,
          routings,
          activities: activities.get(agentId) ?? null,
        }),
      )
    }
  }
})
afterAll(() => simulator.close())

/** What the platform says, per agent, half hour and qualifier. */
async function said(metric: string): Promise<Map<string, number>> {
  const api = await connect(simulator)
  const { body } = await api.post('/api/v2/analytics/users/aggregates/query', {
    interval: `${dates[0]}T00:00:00Z/2026-10-27T00:00:00Z`,
    granularity: 'PT30M',
    groupBy: ['userId'],
    metrics: [metric],
  })
  const cells = new Map<string, number>()
  for (const { group, data } of body.results) {
    for (const { interval, metrics } of data) {
      for (const { qualifier, stats } of metrics)
        cells.set(`${group.userId} ${interval.split('/')[0]} ${qualifier}`, stats.sum)
    }
  }
  return cells
}

function told(stretchesOf: (day: AgentDay) => (Interval & { word: string })[]): Map<string, number> {
  const cells = new Map<string, number>()
  for (const day of days) {
    for (const { word, ...stretch } of stretchesOf(day)) {
      for (const { start, end } of splitByGrain(stretch, 30)) {
        const qualifier = word.toUpperCase().replaceAll('-', '_')
        const cell = `${day.agentId} ${formatInstant(floorToGrain(start, 30))} ${qualifier}`
        cells.set(cell, (cells.get(cell) ?? 0) + end - start)
      }
    }
  }
  return cells
}

test('presences equal the platform’s, per agent and half hour', async () => {
  const account = await said('tSystemPresence')
  expect(account.size).toBeGreaterThan(1_000)
  expect(told((day) => day.presences.map((each) => ({ ...each, word: each.presence })))).toEqual(account)
})

test('routing statuses equal the platform’s, per agent and half hour', async () => {
  const account = await said('tAgentRoutingStatus')
  expect(new Set([...account.keys()].map((key) => key.split(' ')[2]))).toEqual(
    new Set(['OFF_QUEUE', 'IDLE', 'INTERACTING', 'COMMUNICATING', 'NOT_RESPONDING']),
  )
  expect(told((day) => day.routings.map((each) => ({ ...each, word: each.status })))).toEqual(account)
})

test('on-queue time and occupancy are what these sums say', async () => {
  const sumOf = (cells: Map<string, number>, word: string) =>
    [...cells].reduce((sum, [key, ms]) => (key.endsWith(` ${word}`) ? sum + ms : sum), 0)
  const presence = await said('tSystemPresence')
  const routing = await said('tAgentRoutingStatus')
  expect(numbersOf('on-queue-time').parts.onQueueMs).toBe(sumOf(presence, 'ON_QUEUE'))
  expect(numbersOf('occupancy').parts).toMatchObject({
    interactingMs: sumOf(routing, 'INTERACTING'),
    communicatingMs: sumOf(routing, 'COMMUNICATING'),
    idleMs: sumOf(routing, 'IDLE'),
  })
})

test('agents of the simulated organisation are neither perfect nor hopeless', () => {
  for (const [kpi, low, high] of [
    ['adherence', 80, 99.5],
    ['conformance', 85, 110],
    ['shrinkage', 5, 25],
    ['occupancy', 5, 95],
    ['utilisation', 50, 99],
  ] as const) {
    const { value } = numbersOf(kpi)
    expect([kpi, value !== null && value > low && value < high]).toEqual([kpi, true])
  }
  expect(days.every(({ flags }) => flags.length === 0)).toBe(true)
  expect(days.some((day) => onQueue(day.presences).length > 0 && loggedIn(day.presences).length > 0)).toBe(
    true,
  )
  expect(days.some((day) => routedOnQueue(day).length > 0)).toBe(true)
})

function numbersOf(kpi: string) {
  const definition = findDefinition(kpi)
  const context = createContext(compileReference(emptyReferenceTables), resolveParameters(definition))
  return summarise(
    definition,
    days.flatMap((day) => replay(definition, context, day)),
  )
}

test('the period is the one that was asked for', () => {
  expect(new Set(days.map(({ startedAt }) => startedAt))).toEqual(
    new Set(dates.map((date) => parseInstant(`${date}T00:00:00Z`))),
  )
})
