import { setTimeout } from 'node:timers/promises'
import { besideNights, minutesAtBudget } from '../../src/planning/request-time'
import { openStore, type Store } from '../../src/store/open-store'
import { postgresRateBudget, shareBesideTheNight } from '../../src/store/rate-budget'
import { freshStore, type TestStore } from './stored'

let test: TestStore
const workers: Store[] = []

beforeAll(async () => {
  test = await freshStore()
  for (let i = 0; i < 4; i++) workers.push(await openStore(test.url, { max: 2 }))
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.close()))
  await test.drop()
})

const budgetOf = (worker: Store | undefined, bucket: string, perMinute: number, burst: number) =>
  postgresRateBudget((worker as Store).pool, { organisation: 'org', bucket, perMinute, burst })

/** Instants, by the database's clock, at which requests were granted. */
async function databaseMs(): Promise<number> {
  const { rows } = await test.store.pool.query(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  )
  return rows[0].ms
}

/** How long the next request would have to wait. */
async function waitMs(bucket: string): Promise<number> {
  const { rows } = await test.store.pool.query(
    'SELECT (extract(epoch FROM tat - clock_timestamp()) * 1000)::float8 AS ms FROM rate_budget WHERE bucket = $1',
    [bucket],
  )
  return rows[0].ms
}

/** By the database's clock. */
async function nextDueMs(bucket: string): Promise<number> {
  const { rows } = await test.store.pool.query(
    'SELECT (extract(epoch FROM tat) * 1000)::float8 AS ms FROM rate_budget WHERE bucket = $1',
    [bucket],
  )
  return rows[0].ms
}

/**
 * Makes requests at one a minute without waiting for them: instead of the clock going forward, what is due moves back. What
 * passed so and what really passed meanwhile add up to the time by the budget's own account.
 */
async function sitOut(
  bucket: string,
  { requests, burst }: { requests: number; burst: number },
  spender?: { yields: boolean; runKey: null },
): Promise<{ passedMs: number; realMs: number }> {
  const budget = budgetOf(workers[0], bucket, 1, burst)
  const rowsOf = `bucket IN ($1, $1 || '/yielding') AND isfinite(tat)`
  let passedMs = 0
  const began = await databaseMs()
  for (let made = 0; made < requests; made++) {
    const { rows } = await test.store.pool.query(
      `UPDATE rate_budget
          SET tat = tat - wait
         FROM (SELECT greatest(interval '0', max(tat - clock_timestamp())) AS wait FROM rate_budget WHERE ${rowsOf}) AS w
        WHERE ${rowsOf}
       RETURNING extract(epoch FROM wait)::float8 * 1000 AS "waitMs"`,
      [bucket],
    )
    passedMs += rows[0]?.waitMs ?? 0
    await budget.acquire(undefined, spender)
  }
  return { passedMs, realMs: (await databaseMs()) - began }
}

describe('the rate budget', () => {
  it('is exact over four workers: a burst, and then one request a step', async () => {
    const began = await databaseMs()
    let granted = 0
    const asking = workers.map(async (worker) => {
      const budget = budgetOf(worker, 'shared', 1200, 5)
      for (let i = 0; i < 10; i++) {
        await budget.acquire()
        granted++
      }
    })
    await Promise.all(asking)
    // 40 requests: 5 at once and 35 at 50 ms each. Sooner would be more than the budget.
    expect(granted).toBe(40)
    expect(await databaseMs()).toBeGreaterThanOrEqual(began + 35 * 50)
    // The row accounts for each of them: the next is due 36 steps after the first, give or take what pauses forfeit.
    expect(await nextDueMs('shared')).toBeGreaterThanOrEqual(began + 36 * 50 - 1)
  })

  it('grants exactly the burst when all of it is asked for at the same instant', async () => {
    const slow = workers.map((worker) => budgetOf(worker, 'burst', 1, 7))
    const stops = Array.from({ length: 20 }, () => new AbortController())
    const asked = stops.map((stop, i) =>
      (slow[i % 4] as (typeof slow)[0]).acquire(stop.signal).then(
        () => 'granted',
        () => 'waiting',
      ),
    )
    while ((await waitMs('burst').catch(() => Number.NEGATIVE_INFINITY)) <= 0) {
      // until the burst is used up
    }
    void setTimeout(200).then(() => stops.forEach((stop) => void stop.abort()))
    expect((await Promise.all(asked)).filter((each) => each === 'granted')).toHaveLength(7)
  })

  describe('asked by the night and by work that gives way to it', () => {
    const stepMs = 25
    const night = { yields: false, runKey: null }
    const backfill = { yields: true, runKey: null }

    /** Four workers ask for the backfill as fast as they can, two for the night, until that has had `requests`. */
    async function share(bucket: string, requests: number) {
      const over = new AbortController()
      let [left, ofNight, ofBackfill] = [requests, 0, 0]
      const began = await databaseMs()
      const yielding = workers.map(async (worker) => {
        const budget = budgetOf(worker, bucket, 60_000 / stepMs, 1)
        for (;;) {
          await budget.acquire(over.signal, backfill)
          ofBackfill += 1
        }
      })
      const asking = workers.slice(0, 2).map(async (worker) => {
        const budget = budgetOf(worker, bucket, 60_000 / stepMs, 1)
        while (left-- > 0) {
          await budget.acquire(undefined, night)
          ofNight += 1
        }
      })
      await Promise.all(asking)
      const had = { ofNight, ofBackfill }
      const steps = ((await databaseMs()) - began) / stepMs
      over.abort()
      await Promise.allSettled(yielding)
      return { ...had, steps }
    }
    const nights = (state: string) =>
      test.store.pool.query(
        `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
         VALUES ('nightly', 'a night', $1, now(), '0', '2026a')`,
        [state],
      )
    afterEach(() => test.store.pool.query('DELETE FROM run'))

    it('gives the backfill a quarter of the steps that pass while a night is under way', async () => {
      await nights('running')
      const { ofNight, ofBackfill, steps } = await share('beside', 60)
      expect(ofNight).toBe(60)
      expect(ofBackfill).toBeGreaterThan(0)
      // The first of them at once.
      expect(ofBackfill).toBeLessThanOrEqual(steps / 4 + 1)
      // So three of four steps are the night's; what both had is no more than the pace.
      expect(ofNight + ofBackfill).toBeLessThanOrEqual(steps + 1)
    })

    it('gives it no more for what waited before the night began', async () => {
      const budget = budgetOf(workers[0], 'waited', 60_000 / stepMs, 1)
      await budget.acquire(undefined, night)
      await budget.refused(0.3)
      let ofBackfill = 0
      const over = new AbortController()
      const waiting = workers.flatMap((worker) =>
        Array.from({ length: 3 }, async () => {
          await budgetOf(worker, 'waited', 60_000 / stepMs, 1).acquire(over.signal, backfill)
          ofBackfill += 1
        }),
      )
      // Time to ask in vain; who comes later asks beside the night from the start.
      await setTimeout(100)
      await nights('running')
      const began = await databaseMs()
      for (let had = 0; had < 12; had++) await budget.acquire(undefined, night)
      const had = ofBackfill
      const steps = ((await databaseMs()) - began) / stepMs
      over.abort()
      await Promise.allSettled(waiting)
      expect(had).toBeLessThanOrEqual(steps / 4 + 1)
    })

    it('takes as long beside a night as a plan says', async () => {
      await nights('running')
      const { passedMs, realMs } = await sitOut('planned beside', { requests: 8, burst: 3 }, backfill)
      // The night goes on all the while, and leaves no burst: the first at once, each further one four steps later.
      const workMs = 7 * minutesAtBudget(2, { requestsPerMinute: 1, burst: 1 }) * 60_000
      const planned = besideNights(workMs, 0, { next: 0, lastMs: Infinity }, shareBesideTheNight)
      expect(planned).toBe(28 * 60_000)
      expect(passedMs).toBeLessThanOrEqual(planned)
      expect(passedMs + realMs).toBeGreaterThanOrEqual(planned)
    })

    it('gives it all that is there once the night is over', async () => {
      const ofABurst = async (bucket: string) => {
        const stop = AbortSignal.timeout(500)
        const asked = workers.map((worker) =>
          budgetOf(worker, bucket, 1, workers.length).acquire(stop, backfill),
        )
        const outcomes = await Promise.allSettled(asked)
        return outcomes.filter(({ status }) => status === 'fulfilled').length
      }
      await nights('done')
      expect(await ofABurst('after')).toBe(workers.length)
      await nights('running')
      expect(await ofABurst('during')).toBe(1)
    })
  })

  it('takes as long for so many requests as a plan says', async () => {
    const { passedMs, realMs } = await sitOut('planned', { requests: 30, burst: 7 })
    const planned = minutesAtBudget(30, { requestsPerMinute: 1, burst: 7 }) * 60_000
    expect(planned).toBe(23 * 60_000)
    expect(passedMs).toBeLessThanOrEqual(planned)
    expect(passedMs + realMs).toBeGreaterThanOrEqual(planned)
  })

  it('makes everybody wait after one was refused', async () => {
    await budgetOf(workers[0], 'refused', 6000, 10).acquire()
    await budgetOf(workers[0], 'refused', 6000, 10).refused(3)
    const stop = AbortSignal.timeout(150)
    await expect(budgetOf(workers[1], 'refused', 6000, 10).acquire(stop)).rejects.toThrow()
    expect(await waitMs('refused')).toBeGreaterThan(2000)
  })

  it('slows down when the platform has counted more than we have', async () => {
    const budget = budgetOf(workers[0], 'observed', 300, 1)
    await budget.acquire()
    await budget.observed({ used: 10, allowed: 300, resetSeconds: 58 })
    expect(await waitMs('observed')).toBeLessThan(300)
    // 50 left for 40 s: at 200 ms each they last 10 s, so 30 s have to pass first.
    await budget.observed({ used: 250, allowed: 300, resetSeconds: 40 })
    const held = await waitMs('observed')
    expect(held).toBeGreaterThan(28_000)
    expect(held).toBeLessThanOrEqual(30_000)
  })

  it('takes new settings over without forgetting what was used', async () => {
    await budgetOf(workers[0], 'changed', 1, 1).acquire()
    const stop = AbortSignal.timeout(100)
    await expect(budgetOf(workers[1], 'changed', 600, 1).acquire(stop)).rejects.toThrow()
    expect(await waitMs('changed')).toBeGreaterThan(50_000)
  })
})
