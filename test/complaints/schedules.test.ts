/**
 * What users of other systems complain about in their schedules, as facts about ours; each title ends with where the complaint
 * stands. One small contact centre, whose worker is away for four nights.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import Long from 'long'
import { nightReport } from '../../src/cli/workflow/night-report'
import { createOrUpdate, trigger } from '../../src/cli/workflow/nightly-schedule'
import { isNightUnderWay } from '../../src/store/runs/night-under-way'
import { eachDate } from '../../src/time/local-date'
import type { backfill, nightly } from '../../src/workflows'
import type { NightlySummary } from '../../src/workflows/nightly'
import { retally } from '../cli/retally'
import { until } from '../disturbance/until'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'
import { environmentOf } from './environment-of'

let organisation: TestOrganisation
let scheduleId: string
let outage: Outage

/** What became of four nights that found no worker. */
interface Outage {
  nights: NightlySummary[]
  exportedDays: string[]
}

beforeAll(async () => {
  organisation = await openTestOrganisation(
    {
      ...{ from: '2026-10-20', to: '2026-10-28', now: '2026-10-22T03:00:00Z' },
      ...{ conversationsPerDay: 12, agentsPerSite: 4, queuedPolls: 0, pendingPolls: 0 },
    },
    (platform) => ({ platform: { ...platform, pageSize: 1000 }, nightly: { lookbackDays: 2 } }),
  )
  const { client, name, settings } = organisation
  scheduleId = organisation.workflowId('nightly')
  await createOrUpdate(client, { scheduleId, organisation: name, settings })
  await client.schedule.getHandle(scheduleId).pause('nights of the past only')
  await organisation.run<typeof backfill>('backfill', 'the first two days', {
    ...{ organisation: name, kpis: ['offered@1'], from: '2026-10-20', to: '2026-10-21' },
    ...{ export: 'missing', order: 'oldest-first', window: 2, force: false, daysPerRun: 50 },
  })
  outage = await goThroughOutage()
})
afterAll(async () => {
  await organisation.client.schedule.getHandle(scheduleId).delete()
  await organisation.close()
})

async function goThroughOutage(): Promise<Outage> {
  const { client, simulator } = organisation
  const schedule = client.schedule.getHandle(scheduleId)
  const before = await lastExport()
  await organisation.stopWorkers()
  simulator.control.setClock('2026-10-26T06:00:00Z')
  // Temporal starts the first of them, and the others come under the schedule's own policy.
  await schedule.backfill({ start: new Date('2026-10-23T03:29:00Z'), end: new Date('2026-10-26T03:31:00Z') })
  await nightBegun('2026-10-23')
  await organisation.startWorkers()
  const nights: NightlySummary[] = []
  for (const day of ['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26'])
    nights.push(await nightBySchedule(day))
  return { nights, exportedDays: await exportedAfter(before) }
}

async function nightBySchedule(day: string): Promise<NightlySummary> {
  return (await nightBegun(day)).result()
}

async function nightBegun(day: string) {
  const handle = organisation.client.workflow.getHandle<typeof nightly>(`${scheduleId}-${day}T03:30:00Z`)
  const isThere = () =>
    handle.describe().then(
      () => true,
      () => false,
    )
  await until(`the night of ${day} has begun`, isThere)
  return handle
}

/** Days of the exports since the key, in the order in which they began. */
async function exportedAfter(key: number): Promise<string[]> {
  const { rows } = await organisation.store.pool.query<{ day: string }>(
    `SELECT to_char(interval_start, 'YYYY-MM-DD') AS day FROM export WHERE export_key > $1 ORDER BY export_key`,
    [key],
  )
  return rows.map(({ day }) => day)
}

async function lastExport(): Promise<number> {
  const { rows } = await organisation.store.pool.query('SELECT max(export_key) AS key FROM export')
  return rows[0].key
}

const nightOf = (day: string) =>
  organisation.run<typeof nightly>('nightly', `by hand ${day}`, {
    organisation: organisation.name,
    scheduledAt: `${day}T03:30:00.000Z`,
  })

describe('the schedule', () => {
  it('fires once a day of UTC all year, also when clocks are put forward or back (apache/airflow#30195, #35445)', async () => {
    const instant = (iso: string) => ({ seconds: Long.fromNumber(Date.parse(iso) / 1000) })
    const { startTime } = await organisation.client.workflowService.listScheduleMatchingTimes({
      ...{ namespace: 'default', scheduleId },
      startTime: instant('2026-01-01T00:00:00Z'),
      endTime: instant('2027-01-01T00:00:00Z'),
    })
    const times = startTime.map(({ seconds }) => new Date(Number(seconds) * 1000).toISOString())
    const dates = [...eachDate('2026-01-01', '2027-01-01')]
    expect(times).toEqual(dates.map((date) => `${date}T03:30:00.000Z`))
  })

  it('makes up for missed nights in their order, each once, and fetches no day twice for it (TobikoData/sqlmesh#5201)', async () => {
    expect(
      outage.nights.map(({ scheduledAt, exportedDays }) => [scheduledAt.slice(0, 10), exportedDays]),
    ).toEqual([
      // What has settled, what is looked back at, and the day itself.
      ['2026-10-23', ['2026-10-20', '2026-10-21', '2026-10-22']],
      ['2026-10-24', ['2026-10-23']],
      ['2026-10-25', ['2026-10-24']],
      ['2026-10-26', ['2026-10-25']],
    ])
    expect(outage.exportedDays).toEqual(outage.nights.flatMap(({ exportedDays }) => exportedDays))
    const { rows } = await organisation.store.pool.query(
      `SELECT count(*)::int AS nights, count(*) FILTER (WHERE EXISTS (
                SELECT FROM run b WHERE b.kind = 'nightly' AND b.run_key < a.run_key AND b.finished_at > a.started_at))::int AS early
         FROM run a
        WHERE kind = 'nightly' AND workflow_id LIKE $1`,
      [`${scheduleId}-%`],
    )
    expect(rows).toEqual([{ nights: 4, early: 0 }])
  })
})

/** A night is named after the second it was started in, so two of one second are one. */
const moreThanASecond = 1_100

it('A second person who starts a night waits for the first, and a third joins the second (apache/airflow#58752)', async () => {
  const { client, settings, name } = organisation
  // Nobody works on this one's queue: nights begin, and do nothing until they are ended.
  const unserved = {
    ...settings,
    temporal: { ...settings.temporal, taskQueue: organisation.workflowId('unserved') },
  }
  const impatient = organisation.workflowId('impatient')
  await createOrUpdate(client, { scheduleId: impatient, organisation: name, settings: unserved })
  const schedule = client.schedule.getHandle(impatient)
  await schedule.pause('only what people start')
  const nights = async () => {
    const found: string[] = []
    const query = `TemporalScheduledById = "${impatient}" AND ExecutionStatus = "Running"`
    for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId)
    return found
  }
  const nightUnderWay = () => until('a night is under way', async () => (await nights())[0], 60_000, 500)
  await trigger(client, impatient)
  const first = await nightUnderWay()
  for (const _ of ['second', 'third']) {
    await sleep(moreThanASecond)
    await trigger(client, impatient)
  }
  const beside = await nights()
  await client.workflow.getHandle(first).terminate()
  const second = await until(
    'the next is under way',
    async () => (await nights()).find((id) => id !== first),
    60_000,
    500,
  )
  await client.workflow.getHandle(second).terminate()
  const taken = await until(
    'no night is under way and none waits',
    async () => {
      const told = await schedule.describe().catch(() => undefined)
      const isOver = told?.info.runningActions.length === 0 && Number(told.raw.info?.bufferSize ?? 0) === 0
      return isOver && told.info.numActionsTaken
    },
    60_000,
    500,
  )
  await schedule.delete()
  expect(beside).toEqual([first])
  expect(taken).toBe(2)
})

describe('a night', () => {
  it('that a person starts is the one of the schedule, as of the time it is told (dagster-io/dagster#17665, discussion #18158, TobikoData/sqlmesh#5640)', async () => {
    const before = await lastExport()
    const night = await retally(
      ['nightly', '--at', '2026-10-26T03:30Z', '-o', 'json'],
      environmentOf(organisation),
    )
    const { nights } = outage
    const last = nights.at(-1) as NightlySummary
    expect({ code: night.code, told: JSON.parse(night.stdout) }).toMatchObject({
      code: 0,
      told: { scheduledAt: last.scheduledAt, exportedDays: [], waitingDays: [], rowsWritten: 0 },
    })
    expect(await exportedAfter(before)).toEqual([])
  })

  it('finds the gap in what was fetched, waits for what the platform has not finished, and says both (dbt-labs/dbt-core#11129, #15518)', async () => {
    const { control } = organisation.simulator
    await organisation.store.pool.query(`DELETE FROM coverage WHERE day = '2026-10-22'`)
    control.setClock('2026-10-27T06:00:00Z')
    control.setAvailabilityLag(18 * 3600)
    const behind = await nightOf('2026-10-27')
    // The gap, and the last complete day once more.
    expect(behind).toMatchObject({ exportedDays: ['2026-10-22', '2026-10-25'], waitingDays: ['2026-10-26'] })
    expect(nightReport(behind)).toContain('waiting      2026-10-26 (not finished by the platform)')

    control.setClock('2026-10-28T06:00:00Z')
    control.setAvailabilityLag(2 * 3600)
    const caughtUp = await nightOf('2026-10-28')
    expect(caughtUp).toMatchObject({ waitingDays: [], quarantinedDays: [] })
    expect(caughtUp.exportedDays).toEqual(['2026-10-23', '2026-10-24', '2026-10-26', '2026-10-27'])
  })

  it('that somebody terminated does not count as under way for ever (temporalio/temporal#11165)', async () => {
    const { pool } = organisation.store
    const begin = (hoursAgo: number) =>
      pool.query(
        `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
         VALUES ('nightly', $1, 'running', clock_timestamp() - $2 * interval '1 hour', '0', '2026a')`,
        [`terminated ${hoursAgo}`, hoursAgo],
      )
    await begin(25)
    expect(await isNightUnderWay(pool)).toBe(false)
    await begin(1)
    expect(await isNightUnderWay(pool)).toBe(true)
    await pool.query(`DELETE FROM run WHERE workflow_id LIKE 'terminated %'`)
  })
})
