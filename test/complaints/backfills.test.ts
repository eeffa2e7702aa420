/**
 * What users of other systems complain about in their backfills, as facts about ours; each title ends with where the complaint
 * stands. One small contact centre of four days.
 */
import { makePlan } from '../../src/cli/plan/make-plan'
import { daysOf } from '../../src/planning/partition'
import type { Plan } from '../../src/planning/plan'
import { openStore } from '../../src/store/open-store'
import type { backfill, nightly } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { retally } from '../cli/retally'
import { checksumOf } from '../disturbance/account'
import { until } from '../disturbance/until'
import { rowVersions } from '../store/row-versions'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'
import { environmentOf } from './environment-of'

const kpis = ['average-handle-time@1', 'offered@1']
const range = { from: '2026-10-20', to: '2026-10-23' }
const results = ['result', 'rollup', 'ledger', 'computation']

let organisation: TestOrganisation
let plan: Plan
let restarted: BackfillProgress

beforeAll(async () => {
  organisation = await openTestOrganisation(
    {
      ...range,
      conversationsPerDay: 12,
      agentsPerSite: 4,
      now: '2026-10-24T06:00:00Z',
      queuedPolls: 0,
      pendingPolls: 0,
    },
    (platform) => ({ platform: { ...platform, pageSize: 5 }, nightly: { lookbackDays: 2 } }),
  )
  const { settings, store, name } = organisation
  const order = { kpis, first: range.from, last: range.to, export: 'missing' as const, force: false }
  plan = await makePlan({ settings, store, organisation: name }, order, Date.now())
  restarted = await goThroughRestart()
})
afterAll(() => organisation.close())

const inputOf = (of: Partial<BackfillInput>): BackfillInput => ({
  ...{ organisation: organisation.name, kpis, ...range, export: 'missing', order: 'oldest-first' },
  ...{ window: 1, force: false, daysPerRun: 50, ...of },
})

function start(name: string, of: Partial<BackfillInput>) {
  const { client, taskQueue, workflowId } = organisation
  const options = { taskQueue, workflowId: workflowId(name), args: [inputOf(of)] as [BackfillInput] }
  return client.workflow.start<typeof backfill>('backfill', options)
}

type Handle = Awaited<ReturnType<typeof start>>

const run = async (name: string, of: Partial<BackfillInput>) => (await start(name, of)).result()

async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await organisation.store.pool.query<Row>(sql, values)).rows
}

const requestsMade = () => organisation.simulator.control.requests().total

const slowPages = () =>
  organisation.simulator.control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 200 })

/** The worker goes while a day's pages come in, as for an update, and another takes its place; runs of two days each. */
async function goThroughRestart(): Promise<BackfillProgress> {
  const slow = slowPages()
  const handle = await start('restarted', { daysPerRun: 2, window: 2 })
  await until('pages come in', async () => (await rows('SELECT FROM export WHERE pages > 1')).length > 0)
  await organisation.stopWorkers()
  organisation.simulator.control.clearFaults(slow.id)
  await organisation.startWorkers()
  return handle.result()
}

describe('A backfill', () => {
  it('loses and cancels nothing when its worker is restarted (dagster-io/dagster#33059)', async () => {
    expect(restarted).toMatchObject({ state: 'complete', quarantinedDays: [] })
    const [fetched] = await rows<{ pages: number }>('SELECT sum(pages)::int AS pages FROM export')
    const truth = organisation.simulator.control.truth.conversations(
      Date.parse(range.from),
      Date.parse('2026-10-24T00:00Z'),
    )
    const kept = new Set(
      (await rows<{ id: string }>('SELECT conversation_id AS id FROM facts')).map(({ id }) => id),
    )
    expect(truth.filter(({ conversationId }) => !kept.has(conversationId))).toEqual([])
    expect(fetched?.pages).toBeGreaterThan(4)
  })

  it('does every day of its range, however many runs of its workflow that takes (temporalio/temporal#11162, #5344)', async () => {
    expect(await rows(`SELECT day FROM coverage WHERE complete ORDER BY day`)).toEqual(
      ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'].map((day) => ({ day })),
    )
  })

  it('fetches and computes the days its plan listed, one by one, and no others of its range (dagster-io/dagster#17839)', async () => {
    const fetched = await rows<{ day: string }>(
      `SELECT DISTINCT to_char(interval_start, 'YYYY-MM-DD') AS day FROM export ORDER BY 1`,
    )
    expect(plan.exports.flatMap((each) => [...daysOf(each)])).toEqual(fetched.map(({ day }) => day))
    const computed = await rows<{ kpi: string; day: string }>(
      `SELECT DISTINCT name || '@' || version AS kpi, day FROM computation JOIN kpi_definition USING (definition_key)
        WHERE day >= $1 ORDER BY 1, 2`,
      [range.from],
    )
    const listed = plan.partitions.flatMap((each) => [...daysOf(each)].map((day) => ({ kpi: each.kpi, day })))
    expect(listed).toEqual(computed)
  })

  it('asked for again does nothing and ends with 0 (TobikoData/sqlmesh#2985, #5909)', async () => {
    const before = await rowVersions(organisation.store.pool, results)
    organisation.simulator.control.clearRequests()
    const again = await retally(
      ['backfill', ...kpis, '--from', range.from, '--to', range.to, '--with-export', '-o', 'json'],
      environmentOf(organisation),
    )
    expect({ code: again.code, told: JSON.parse(again.stdout) }).toMatchObject({
      code: 0,
      told: [{ state: 'complete', conversations: 0, rowsWritten: 0 }],
    })
    expect(await rowVersions(organisation.store.pool, results)).toEqual(before)
    const { endpoints } = organisation.simulator.control.requests()
    expect(Object.keys(endpoints).filter((endpoint) => /jobs(?!\/availability)/.test(endpoint))).toEqual([])
  })

  it('beside a night over the same days: both end right, and a reader sees no hole (TobikoData/sqlmesh#5285)', async () => {
    const published = `SELECT count(*)::int AS n FROM published_current`
    const [before] = await rows<{ n: number }>(published)
    const reader = await openStore(organisation.database.url, { max: 1 })
    let fewest = Number.POSITIVE_INFINITY
    let working = true
    const polling = (async () => {
      while (working)
        fewest = Math.min(fewest, (await reader.pool.query<{ n: number }>(published)).rows[0]?.n ?? 0)
    })()
    const night = organisation.run<typeof nightly>('nightly', 'night', {
      organisation: organisation.name,
      scheduledAt: '2026-10-24T03:30:00.000Z',
    })
    const beside = run('beside the night', { export: 'again', force: true })
    expect(await beside).toMatchObject({ state: 'complete', quarantinedDays: [] })
    expect(await night).toMatchObject({ quarantinedDays: [], failedSteps: [] })
    working = false
    await polling
    await reader.close()
    expect(fewest).toBeGreaterThanOrEqual(before?.n ?? 0)
    const checksum = await checksumOf(organisation.store)
    await run('everything anew', { export: 'none', force: true })
    expect(await checksumOf(organisation.store)).toBe(checksum)
  })

  it.each([
    ['by its own verb', (handle: Handle) => handle.executeUpdate('cancel')],
    ['from Temporal', (handle: Handle) => handle.cancel()],
    [
      'from Temporal while it waits for the rate limit',
      async (handle: Handle) => {
        await rows(`UPDATE rate_budget SET tat = now() + interval '1 hour'`)
        // It hears of it with its next heartbeat, by when the page under way is in.
        await handle.cancel()
      },
    ],
  ])('cancelled %s makes no request once it has closed (dagster-io/dagster#15013)', async (how, cancel) => {
    const slow = slowPages()
    const before = requestsMade()
    const handle = await start(`cancelled ${how}`, { export: 'again', kpis: [] })
    await until('it fetches', async () => requestsMade() > before + 4)
    await cancel(handle)
    await handle.result().catch(() => undefined)
    const atTheEnd = requestsMade()
    await rows(`UPDATE rate_budget SET tat = '-infinity'`)
    organisation.simulator.control.clearFaults(slow.id)
    // Whatever still ran would ask for a page long before this has gone through its four days.
    await run(`after ${how}`, { export: 'none', force: true })
    expect(requestsMade() - atTheEnd).toBe(0)
    expect(await rows('SELECT state FROM run WHERE workflow_id = $1', [handle.workflowId])).toEqual([
      { state: 'cancelled' },
    ])
    // Cancelled is not failed: no day has gone to quarantine for it.
    expect(await rows(`SELECT day FROM quarantine WHERE state = 'open'`)).toEqual([])
  })

  it('retried the day after takes the day that failed, with the versions of then, and no other (dbt-labs/dbt-core#11423, dagster-io/dagster#11631, #23679)', async () => {
    const { control } = organisation.simulator
    const refused = control.arm({ kind: 'failed-job', match: 'details/jobs/', times: 4 })
    const failed = await start('failed', {
      from: '2026-10-22',
      to: '2026-10-23',
      export: 'again',
      kpis: ['offered@1'],
    })
    expect(await failed.result()).toMatchObject({ daysDone: 2, quarantinedDays: ['2026-10-22'] })
    control.clearFaults(refused.id)
    // Over the same days, and nothing failed of it: it stopped before the first.
    const stopped = {
      from: '2026-10-22',
      to: '2026-10-23',
      export: 'again',
      budget: { requests: 1 },
    } as const
    expect(await run('stopped', stopped)).toMatchObject({ state: 'spent', daysDone: 0 })
    control.setClock('2026-10-25T06:00:00Z')
    const retryOf = (workflowId: string, ...options: string[]) =>
      retally(['backfill', 'retry', workflowId, ...options, '-o', 'json'], environmentOf(organisation))
    const dry = await retryOf(organisation.workflowId('stopped'), '--dry-run')
    expect(JSON.parse(dry.stdout)).toMatchObject([{ plan: { order: { days: [] }, exports: [] } }])
    const [last] = await rows<{ key: number }>('SELECT max(export_key) AS key FROM export')
    const retried = await retryOf(failed.workflowId)
    expect({ code: retried.code, told: JSON.parse(retried.stdout) }).toMatchObject({
      code: 0,
      told: [{ state: 'complete', quarantinedDays: [] }],
    })
    expect(
      await rows(`SELECT to_char(interval_start, 'YYYY-MM-DD') AS day FROM export WHERE export_key > $1`, [
        last?.key,
      ]),
    ).toEqual([{ day: '2026-10-22' }])
    const asked = await rows<{ input: BackfillInput }>('SELECT input FROM run WHERE workflow_id = $1', [
      `${failed.workflowId}/retry`,
    ])
    expect(asked.map(({ input }) => input.kpis)).toEqual([['offered@1']])
  })
})
