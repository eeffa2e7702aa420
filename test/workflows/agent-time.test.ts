import { Worker } from '@temporalio/worker'
import { definitionWithResults } from '../../src/cli/results/definition-with-results'
import { readComposedResults } from '../../src/cli/results/read-composed'
import { findKpi } from '../../src/kpis/catalogue'
import { isComposed } from '../../src/kpis/composed'
import { nameAndVersion } from '../../src/kpis/definition'
import { parseInterval } from '../../src/time/interval'
import type { backfill, exportDay } from '../../src/workflows'
import { aggregatesPath, connect } from '../simulator/client'
import { openTestOrganisation, type TestOrganisation, workflowBundle } from './organisation'

const kpis = [
  'on-queue-time@1',
  'occupancy@1',
  'adherence@1',
  'conformance@1',
  'shrinkage@1',
  'utilisation@1',
  'average-handle-time@1',
]
const days = ['2026-10-24', '2026-10-25', '2026-10-26']
const range = { from: '2026-10-24', to: '2026-10-26' }

describe('agents’ time, from the platform to its numbers', () => {
  let organisation: TestOrganisation

  beforeAll(async () => {
    organisation = await openTestOrganisation({ from: '2026-10-24', to: '2026-10-26' }, (platform) => ({
      platform: { ...platform, agentTime: true, pageSize: 7 },
    }))
  })
  afterEach(() => organisation.simulator.control.clearFaults())
  afterAll(() => organisation.close())

  const pull = (name: string, wanted: 'missing' | 'again') =>
    organisation.run<typeof backfill>('backfill', name, {
      organisation: organisation.name,
      kpis,
      ...range,
      export: wanted,
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })

  const sumOf = async (kpi: string, part: string): Promise<number> => {
    const { rows } = await organisation.store.pool.query(
      `SELECT sum((parts ->> $2)::bigint)::bigint AS ms FROM published_rollup WHERE metric_type = $1`,
      [kpi, part],
    )
    return rows[0].ms
  }

  /** What the platform says of all agents together, in the range. */
  const said = async (metric: string, qualifier: string): Promise<number> => {
    const api = await connect(organisation.simulator)
    const { body } = await api.post('/api/v2/analytics/users/aggregates/query', {
      interval: '2026-10-24T00:00:00Z/2026-10-27T00:00:00Z',
      groupBy: ['userId'],
      metrics: [metric],
    })
    let sum = 0
    for (const { data } of body.results)
      for (const each of data[0].metrics) if (each.qualifier === qualifier) sum += each.stats.sum
    return sum
  }

  test('a backfill brings every agent’s days home and computes them', async () => {
    const progress = await pull('first', 'missing')
    expect(progress).toMatchObject({
      state: 'complete',
      firstFailure: null,
      agentDays: 30 * days.length,
      agentDaysQuarantined: 0,
    })
    const { rows } = await organisation.store.pool.query(
      'SELECT day, count(*)::int AS agents FROM agent_day_facts GROUP BY day ORDER BY day',
    )
    expect(rows).toEqual(days.map((day) => ({ day, agents: 30 })))
  })

  test('what was computed equals the platform’s own aggregates', async () => {
    expect(await sumOf('on-queue-time', 'onQueueMs')).toBe(await said('tSystemPresence', 'ON_QUEUE'))
    expect(await sumOf('occupancy', 'interactingMs')).toBe(await said('tAgentRoutingStatus', 'INTERACTING'))
    expect(await sumOf('occupancy', 'idleMs')).toBe(await said('tAgentRoutingStatus', 'IDLE'))
    expect(await sumOf('adherence', 'scheduledMs')).toBeGreaterThan(0)
    expect(await sumOf('adherence', 'exceptionMs')).toBeGreaterThan(0)
  })

  /** By agent, as `retally results` reads it. */
  const composed = async (name: string) => {
    const kpi = findKpi(name)
    if (!isComposed(kpi)) throw new Error(`${name} is not composed.`)
    const { pool } = organisation.store
    const halves = {
      numerator: await definitionWithResults(pool, nameAndVersion(kpi.numerator.kpi)),
      denominator: await definitionWithResults(pool, nameAndVersion(kpi.denominator.kpi)),
    }
    const interval = parseInterval('2026-10-24T00:00Z/2026-10-27T00:00Z')
    return readComposedResults(pool, kpi, halves, { interval, by: ['agent'], zone: undefined })
  }

  test('contacts per hour are the platform’s own: handled contacts by its hours on the queue', async () => {
    const { summary, oneHalf } = await composed('contacts-per-hour')
    const api = await connect(organisation.simulator)
    const { body } = await api.post(aggregatesPath, {
      interval: '2026-10-24T00:00:00Z/2026-10-27T00:00:00Z',
      groupBy: ['userId'],
      metrics: ['tHandle'],
    })
    let handled = 0
    for (const { data } of body.results) handled += data[0].metrics[0].stats.count
    const hours = (await said('tSystemPresence', 'ON_QUEUE')) / 3_600_000
    expect(summary.value).toBeCloseTo(handled / hours, 9)
    expect(summary.cells?.length).toBe(30)
    expect(oneHalf).toEqual([])
  })

  test('concurrency is never below 1 where interacting time is the union of what was handled', async () => {
    const { summary } = await composed('concurrency')
    expect(summary.parts.interactingMs).toBe(await said('tAgentRoutingStatus', 'INTERACTING'))
    const values = (summary.cells ?? []).flatMap(({ value }) => (value === null ? [] : [value]))
    expect(values.length).toBeGreaterThan(20)
    for (const value of values) expect(value).toBeGreaterThanOrEqual(1)
  })

  test('pulled again, it is as it was, and no row is written', async () => {
    const { rows: before } = await organisation.store.pool.query(
      'SELECT sum(revision) AS n FROM agent_day_facts',
    )
    const progress = await pull('again', 'again')
    expect(progress).toMatchObject({ state: 'complete', agentDays: 30 * days.length, rowsWritten: 0 })
    const { rows: after } = await organisation.store.pool.query(
      'SELECT sum(revision) AS n FROM agent_day_facts',
    )
    expect(after).toEqual(before)
  })

  test('a record that cannot be read is set apart, and leaves once it can be', async () => {
    const open = async () => {
      const { rows } = await organisation.store.pool.query(
        `SELECT day, reason, path FROM quarantine WHERE kind = 'user-details' AND state = 'open'`,
      )
      return rows
    }
    const asked = (request: string) => ({
      organisation: organisation.name,
      day: '2026-10-25',
      rule: 'job-activity' as const,
      request,
    })
    organisation.simulator.control.arm({ kind: 'malformed-user', match: 'users/details', row: 2 })
    const spoiled = await organisation.run<typeof exportDay>('exportDay', 'spoiled', asked('spoiled'))
    expect(spoiled.agentTime).toMatchObject({ userDetails: { agents: 29, quarantined: 1 } })
    expect(await open()).toMatchObject([{ day: '2026-10-25', reason: 'malformed-instant' }])
    await organisation.run<typeof exportDay>('exportDay', 'mended', asked('mended'))
    expect(await open()).toEqual([])
  })

  test('a job that fails, and a cursor that expires, cost another job and change nothing', async () => {
    organisation.simulator.control.arm({ kind: 'failed-job', match: 'users/details' })
    organisation.simulator.control.arm({ kind: 'expired-cursor', match: '/.*users.details.*cursor=.*/' })
    const { agentTime } = await organisation.run<typeof exportDay>('exportDay', 'troubled', {
      organisation: organisation.name,
      day: '2026-10-24',
      rule: 'job-activity',
      request: 'troubled',
    })
    expect(agentTime).toMatchObject({
      userDetails: { agents: 30, changed: 0, unavailable: null },
      schedules: { unavailable: null },
    })
  })

  test('its histories are replayed by the workflow that made them', async () => {
    for (const name of ['spoiled', 'troubled']) {
      const workflowId = organisation.workflowId(name)
      const history = await organisation.client.workflow.getHandle(workflowId).fetchHistory()
      const code = { workflowBundle: { codePath: workflowBundle() } }
      await expect(Worker.runReplayHistory(code, history, workflowId)).resolves.toBeUndefined()
    }
  })

  test('without the permissions it is said why, and the conversations come all the same', async () => {
    organisation.simulator.control.arm({ kind: 'forbidden', match: 'users/details', times: null })
    organisation.simulator.control.arm({ kind: 'forbidden', match: 'agentschedules', times: null })
    const summary = await organisation.run<typeof exportDay>('exportDay', 'forbidden', {
      organisation: organisation.name,
      day: '2026-10-26',
      rule: 'job-activity',
      request: 'forbidden',
    })
    expect(summary.conversations).toBeGreaterThan(50)
    expect(summary.agentTime?.userDetails.unavailable).toContain('analytics:userDetail:view')
    expect(summary.agentTime?.schedules.unavailable).toContain('wfm:publishedSchedule:view')
  })
})
