import { archiveGaps } from '../../src/cli/gaps/archive-gaps'
import { readFailedExports } from '../../src/store/plans/read-failed-exports'
import { utcDayInterval } from '../../src/time/local-date'
import type { backfill, nightly } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const conversationJobs = 'POST /api/v2/analytics/conversations/details/jobs'
const userJobs = 'POST /api/v2/analytics/users/details/jobs'

describe('agents’ time of a day whose conversations are there', () => {
  let organisation: TestOrganisation

  beforeAll(async () => {
    organisation = await openTestOrganisation(
      { from: '2026-10-15', to: '2026-10-24', conversationsPerDay: 20 },
      (platform) => ({
        platform: { ...platform, agentTime: true, pageSize: 7 },
        nightly: { lookbackDays: 1 },
      }),
    )
  })
  afterEach(() => organisation.simulator.control.clearFaults())
  afterAll(() => organisation.close())

  const input = (from: string, to: string): BackfillInput => ({
    ...{ organisation: organisation.name, kpis: ['on-queue-time@1', 'offered@1'], from, to },
    ...{ export: 'missing', order: 'oldest-first', window: 2, force: false, daysPerRun: 50 },
  })
  const pull = (name: string, from: string, to: string) =>
    organisation.run<typeof backfill>('backfill', name, input(from, to))

  const asked = (endpoint: string) =>
    organisation.simulator.control.requests().endpoints[endpoint]?.requests ?? 0

  async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await organisation.store.pool.query<Row>(sql, values)).rows
  }
  const agentsOn = async (day: string) =>
    (await rows('SELECT FROM agent_day_facts WHERE day = $1', [day])).length

  const gapsOn = async (day: string) =>
    (
      await archiveGaps(organisation.store.pool, {
        ...{ organisation: organisation.name, agentTime: true },
        interval: utcDayInterval(day),
      })
    ).withoutAgentTime

  const failing = (day: string) =>
    readFailedExports(organisation.store.pool, { organisation: organisation.name, first: day, last: day })

  async function withoutAgentTime(name: string, day: string): Promise<void> {
    organisation.simulator.control.arm({ kind: 'failed-job', match: 'users/details', times: null })
    expect((await pull(name, day, day)).quarantinedDays).toEqual([day])
    organisation.simulator.control.clearFaults()
  }

  test('is asked for by two backfills at once as often as by one', async () => {
    await pull('alone', '2026-10-15', '2026-10-16')
    const jobs = asked(userJobs)
    const both = ['one', 'other'].map((name) => pull(name, '2026-10-17', '2026-10-18'))
    expect((await Promise.all(both)).map(({ state }) => state)).toEqual(['complete', 'complete'])
    expect(asked(userJobs) - jobs).toBe(2)
    const ofSchedules = await rows<{ requests: number }>(
      `SELECT requests FROM export WHERE selection_rule = 'schedules' ORDER BY interval_start`,
    )
    const [alone] = ofSchedules
    expect(ofSchedules).toEqual(Array.from({ length: 4 }, () => alone))
  })

  test('that failed makes the day one to fetch, of which only that is asked for', async () => {
    const day = '2026-10-19'
    await withoutAgentTime('failing', day)
    expect(await gapsOn(day)).toEqual([{ first: day, last: day, days: 1 }])
    expect(await failing(day)).toHaveLength(1)
    const jobs = asked(conversationJobs)
    expect(await pull('once more', day, day)).toMatchObject({ state: 'complete', quarantinedDays: [] })
    expect(asked(conversationJobs)).toBe(jobs)
    expect(await agentsOn(day)).toBe(30)
    expect(await gapsOn(day)).toEqual([])
    expect(await failing(day)).toEqual([])
  })

  test('that failed is a gap to the next night', async () => {
    const day = '2026-10-20'
    await withoutAgentTime('failing before a night', day)
    const night = await organisation.run<typeof nightly>('nightly', 'night', {
      organisation: organisation.name,
      scheduledAt: '2026-10-25T03:30:00.000Z',
    })
    expect(night.exportedDays).toContain(day)
    expect(await agentsOn(day)).toBe(30)
  })

  test('that we may not see is lacking nowhere: the day is complete without', async () => {
    const day = '2026-10-14'
    organisation.simulator.control.arm({ kind: 'forbidden', match: 'users/details', times: null })
    organisation.simulator.control.arm({ kind: 'forbidden', match: 'agentschedules', times: null })
    expect(await pull('forbidden', day, day)).toMatchObject({ state: 'complete', quarantinedDays: [] })
    expect(await gapsOn(day)).toEqual([])
  })
})
