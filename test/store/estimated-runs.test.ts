import type { PlanOrder } from '../../src/planning/plan'
import { logBatch } from '../../src/store/delivery/log-batch'
import { applyPlan, keepPlan } from '../../src/store/plans/keep-plan'
import { readEstimatedRuns } from '../../src/store/plans/read-estimated-runs'
import { finishRun } from '../../src/store/runs/finish-run'
import { readLastRunKey } from '../../src/store/runs/read-last-run-key'
import { readTook } from '../../src/store/runs/read-took'
import { startRun } from '../../src/store/runs/start-run'
import { formatInstant } from '../../src/time/instant'
import { aPlan } from '../planning/told'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

let test: TestStore

beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const minute = 60_000
/** Minutes after the test's beginning, by which runs are told apart. */
let clock = 0
beforeEach(() => {
  clock = 0
})

function begin(kind: string, more: { workflowId?: string; input?: object } = {}): Promise<number> {
  const at = now + ++clock * minute
  return startRun(test.store.pool, {
    ...{ kind, workflowId: `${kind} ${at}`, at, codeVersion: '0', tzRelease: '2026a' },
    ...more,
  })
}

async function end(
  runKey: number,
  as: Pick<Parameters<typeof finishRun>[2], 'state' | 'receipt'> = { state: 'done', receipt: null },
) {
  const at = now + ++clock * minute
  const took = await readTook(test.store.pool, runKey, formatInstant(at))
  await finishRun(test.store.pool, runKey, { ...as, at, took })
  return took
}

/** Of every table there is, by Postgres' own account. */
async function schemaBytes(): Promise<number> {
  const { rows } = await test.store.pool.query<{ bytes: number }>(`
    SELECT sum(pg_total_relation_size(oid))::float8 AS bytes
      FROM pg_class WHERE relkind = 'r' AND relnamespace = 'retally'::regnamespace`)
  return rows[0]?.bytes ?? 0
}

describe('what a run took of the disk', () => {
  async function fill(date: string) {
    const offered = await ready(test.store, 'offered@1')
    await archive(test.store, day(date, 400))
    await recompute(test.store, date, [offered])
  }

  it('is what the tables that runs fill have grown by, which is nearly all', async () => {
    // The first row of a table takes pages of its own, whatever it is of.
    await fill('2026-10-20')
    const before = await schemaBytes()
    const run = await begin('backfill')
    await fill('2026-10-21')
    const { bytes } = await end(run)
    const grown = (await schemaBytes()) - before
    expect(bytes).toBeGreaterThan(0.95 * grown)
    expect(bytes).toBeLessThanOrEqual(grown)
  })

  it('is nothing where nothing was fetched or computed', async () => {
    expect(await end(await begin('backfill'))).toMatchObject({ bytes: 0 })
  })

  it('cannot be told where another run filled it as well; a delivery fills nothing', async () => {
    const [one, other] = [await begin('backfill'), await begin('nightly')]
    const delivery = await begin('deliver')
    expect(await end(other)).toMatchObject({ bytes: null })
    expect(await end(one)).toMatchObject({ bytes: null })
    const alone = await begin('backfill')
    expect(await end(alone)).toMatchObject({ bytes: 0 })
    await end(delivery)
  })

  it('can be told again a day after a run that nobody closed', async () => {
    await begin('backfill')
    clock += 25 * 60
    expect(await end(await begin('backfill'))).toMatchObject({ bytes: 0 })
  })

  it('cannot be told of one that began before it was kept', async () => {
    const run = await begin('backfill')
    await test.store.pool.query('UPDATE run SET bytes_before = NULL')
    expect(await end(run)).toMatchObject({ bytes: null })
  })
})

describe('what a plan is held against', () => {
  const again = { workflowId: 'backfill/a week' }

  async function planned(as: Parameters<typeof end>[1]): Promise<void> {
    const { pool } = test.store
    const planKey = await keepPlan(pool, aPlan())
    await applyPlan(pool, planKey, { ...again, afterRun: await readLastRunKey(pool), at: now })
    await end(await begin('backfill', again), as)
  }
  const told = async () => (await readEstimatedRuns(test.store.pool, 5)).length

  it.each([
    ['done', {}, 1],
    ['partial', { quarantinedDays: 1 }, 1],
    ['partial', { quarantinedDays: 1, spent: true }, 0],
    ['partial', { quarantinedDays: 0 }, 0],
    ['cancelled', { quarantinedDays: 0 }, 0],
  ] as const)('is its run that ends %s with %j: %d', async (state, receipt, runs) => {
    await planned({ state, receipt })
    expect(await told()).toBe(runs)
  })

  it.each(['partial', 'cancelled'] as const)(
    'is not the run after one that ended %s with days left',
    async (state) => {
      await planned({ state, receipt: { quarantinedDays: 0 } })
      await planned({ state: 'done', receipt: { quarantinedDays: 0 } })
      expect(await told()).toBe(1)
    },
  )
})

describe('what was delivered of a plan', () => {
  const week = { first: '2026-10-19', last: '2026-10-25' }
  const sinks = ['metrics', 'reports']

  async function planned(over: Partial<PlanOrder> = {}): Promise<void> {
    const made = aPlan()
    const { pool } = test.store
    const planKey = await keepPlan(pool, { ...made, order: { ...made.order, ...week, ...over } })
    await applyPlan(pool, planKey, { workflowId: 'backfill/a week', afterRun: 0, at: now })
    await end(await begin('backfill', { workflowId: 'backfill/a week' }))
  }

  async function delivered(sink: string, batches: readonly number[], range = week): Promise<void> {
    const { first: from, last: to } = range
    const runKey = await begin('deliver', { input: { organisation: 'org', sink, from, to } })
    for (const [ordinal, items] of batches.entries())
      await logBatch(test.store, {
        ...{ sink, runKey, at: now, idempotencyKey: `${runKey}/${ordinal}` },
        items: Array.from({ length: items }, (_, agent) => ({
          ...{ agentId: `agent ${agent}`, date: '2026-10-20', kpi: 'offered', version: 1, metricId: 'm' },
          ...{ value: 1, count: 1 },
        })),
      })
    await end(runKey)
  }

  const sent = async () => (await readEstimatedRuns(test.store.pool, 5)).map((run) => run.sent)

  it('is what the next delivery to each sink sent that covers its days', async () => {
    await planned()
    await delivered('metrics', [4], { first: '2026-10-20', last: '2026-10-25' })
    await delivered('metrics', [3, 2], { first: '2026-10-18', last: '2026-10-26' })
    await delivered('metrics', [1])
    await delivered('reports', [])
    expect(await sent()).toEqual([
      [
        { sink: 'metrics', items: 5, requests: 2 },
        { sink: 'reports', items: 0, requests: 0 },
      ],
    ])
  })

  it('counts what was sent again', async () => {
    await planned()
    await delivered('metrics', [3])
    await test.store.pool.query('UPDATE metric_sync_log SET attempts = 3')
    expect(await sent()).toEqual([[{ sink: 'metrics', items: 3, requests: 3 }]])
  })

  it.each(['backfill', 'nightly'])('is told of nothing once a %s computed meanwhile', async (kind) => {
    await planned()
    await end(await begin(kind))
    await delivered('metrics', [3])
    expect(await sent()).toEqual([[]])
  })

  it('is told of nothing where another run went on beside it', async () => {
    const night = await begin('nightly')
    await planned()
    await end(night)
    for (const sink of sinks) await delivered(sink, [3])
    expect(await sent()).toEqual([[]])
  })
})
