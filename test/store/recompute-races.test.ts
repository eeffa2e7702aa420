import { ensureMonth } from '../../src/store/ensure-month'
import { openStore, type Store } from '../../src/store/open-store'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { recomputeDay } from '../../src/store/results/recompute-day'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'
import { someoneWaitsForALock } from './waiting'

const DAY = '2026-10-20'

let test: TestStore
let handle: DefinitionToCompute
const others: Store[] = []

beforeAll(async () => {
  test = await freshStore()
})
beforeEach(async () => {
  handle = await ready(test.store, 'average-handle-time@1')
})
afterEach(async () => {
  await Promise.all(others.splice(0).map((store) => store.close()))
  await empty(test.store)
})
afterAll(() => test.drop())

/** Another worker: its own connections, its own memory. */
async function anotherWorker(): Promise<Store> {
  const store = await openStore(test.url)
  others.push(store)
  return store
}

async function rowsAndCells() {
  const { rows } = await test.store.pool.query(
    `SELECT (SELECT count(*) FROM result) AS rows, (SELECT sum(observations) FROM rollup)::int AS rolled_up`,
  )
  return rows[0]
}

describe('workers side by side', () => {
  it('compute a day once when they start on it together', async () => {
    await archive(test.store, day(DAY, 300))
    const workers = [test.store, await anotherWorker(), await anotherWorker()]
    const done = await Promise.all(
      workers.map((store, i) => recompute(store, DAY, [handle], { runKey: i + 1 })),
    )
    expect(done.map(([each]) => each?.mode).sort()).toEqual(['fresh', 'unchanged', 'unchanged'])
    expect(new Set(done.map(([each]) => each?.outputHash)).size).toBe(1)
    expect(await rowsAndCells()).toEqual({ rows: 300, rolled_up: 300 })
  })

  it('read the reference tables once the day is theirs, not before they wait for it', async () => {
    await archive(test.store, day(DAY, 5))
    const holder = await test.store.pool.connect()
    let asked = 0
    try {
      await holder.query(
        `SELECT pg_advisory_lock(hashtext('retally.recompute'), $1::date - '2000-01-01'::date)`,
        [DAY],
      )
      const waiting = recomputeDay(test.store, {
        day: DAY,
        definitions: async () => {
          asked++
          return [handle]
        },
        runKey: 1,
        codeVersion: 'test',
        at: now,
      })
      await someoneWaitsForALock(test.store)
      expect(asked).toBe(0)
      await holder.query('SELECT pg_advisory_unlock_all()')
      await waiting
    } finally {
      holder.release()
    }
    expect(asked).toBe(1)
  })

  it('compute different days at the same time: one that is held up does not hold up the other', async () => {
    await archive(test.store, [...day(DAY, 50), ...day('2026-10-21', 50)])
    const holder = await test.store.pool.connect()
    try {
      await holder.query('BEGIN')
      await holder.query(
        `SELECT pg_advisory_xact_lock(hashtext('retally.recompute'), $1::date - '2000-01-01'::date)`,
        [DAY],
      )
      const waiting = recompute(await anotherWorker(), DAY, [handle])
      expect(await recompute(test.store, '2026-10-21', [handle])).toMatchObject([{ mode: 'fresh', rows: 50 }])
      await holder.query('ROLLBACK')
      expect(await waiting).toMatchObject([{ mode: 'fresh', rows: 50 }])
    } finally {
      holder.release()
    }
  })

  it('never lose a page that is committed while a day is being recomputed', async () => {
    const stories = day(DAY, 400)
    await archive(test.store, stories.slice(0, 100))
    const archiver = await anotherWorker()
    const pages = (async () => {
      for (let from = 100; from < 400; from += 30) await archive(archiver, stories.slice(from, from + 30))
    })()
    const recomputes = (async () => {
      for (let i = 0; i < 8; i++) await recompute(test.store, DAY, [handle])
    })()
    await Promise.all([pages, recomputes])
    await recompute(test.store, DAY, [handle])
    expect(await rowsAndCells()).toEqual({ rows: 400, rolled_up: 400 })
    const [stepwise] = await recompute(test.store, DAY, [handle])
    const [inFull] = await recompute(test.store, DAY, [handle], { force: true })
    expect(inFull).toMatchObject({ rowsWritten: 0, rowsDeleted: 0, outputHash: stepwise?.outputHash })
  })

  it('make a month’s partitions once when they all need them first', async () => {
    const workers = [test.store, await anotherWorker(), await anotherWorker(), await anotherWorker()]
    await Promise.all(
      workers.map((store) => ensureMonth(store, '2027-12-31', ['snapshot', 'facts', 'result', 'rollup'])),
    )
    const { rows } = await test.store.pool.query(
      `SELECT relname, pg_get_expr(relpartbound, oid) AS bound FROM pg_class
        WHERE relname LIKE '%_2027_12' AND relkind = 'r' ORDER BY 1`,
    )
    expect(rows.map((row) => row.relname)).toEqual([
      'facts_2027_12',
      'result_2027_12',
      'rollup_2027_12',
      'snapshot_2027_12',
    ])
    expect(rows[0].bound).toBe("FOR VALUES FROM ('2027-12-01') TO ('2028-01-01')")
  })

  it('do not wait for a load in progress to make another month', async () => {
    await archive(test.store, day(DAY, 10))
    const loading = await test.store.pool.connect()
    try {
      await loading.query('BEGIN')
      await loading.query(`DELETE FROM facts WHERE day = '${DAY}'`)
      await ensureMonth(await anotherWorker(), '2026-11-01', ['facts'])
      await loading.query('ROLLBACK')
    } finally {
      loading.release()
    }
  })
})

describe('a recompute that is interrupted', () => {
  it('leaves the day as it was, and the lock free', async () => {
    await archive(test.store, day(DAY, 100))
    const failing: DefinitionToCompute = {
      ...handle,
      definition: {
        ...handle.definition,
        observe(facts, context) {
          if (
            'conversationId' in facts &&
            facts.conversationId === `${DAY}-${String((99 * 7919) % 100_003).padStart(6, '0')}`
          )
            throw new Error('stop')
          return handle.definition.observe(facts, context)
        },
      },
    }
    await expect(recompute(test.store, DAY, [failing])).rejects.toThrow('stop')
    expect(await rowsAndCells()).toEqual({ rows: 0, rolled_up: null })
    expect(await recompute(test.store, DAY, [handle])).toMatchObject([{ mode: 'fresh', rows: 100 }])
  })

  it('ends soon after it was cancelled', async () => {
    await archive(test.store, day(DAY, 20))
    const cancelled = recomputeDay(test.store, {
      day: DAY,
      definitions: async () => [handle],
      runKey: 1,
      codeVersion: 'test',
      at: now,
      signal: AbortSignal.abort(),
    })
    await expect(cancelled).rejects.toThrow(/abort/i)
    expect(await rowsAndCells()).toEqual({ rows: 0, rolled_up: null })
  })

  it('leaves nothing when its connections are cut, and the next one does the day', async () => {
    await archive(test.store, day(DAY, 2000))
    const worker = await anotherWorker()
    let cutting: Promise<unknown> | undefined
    const cut: DefinitionToCompute = {
      ...handle,
      definition: {
        ...handle.definition,
        observe(facts, context) {
          cutting ??= test.store.pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`,
          )
          return handle.definition.observe(facts, context)
        },
      },
    }
    await expect(recompute(worker, DAY, [cut])).rejects.toMatchObject({
      retryable: true,
      code: 'store.unreachable',
    })
    await cutting
    expect(await rowsAndCells()).toEqual({ rows: 0, rolled_up: null })
    await recompute(test.store, DAY, [handle])
    expect(await rowsAndCells()).toEqual({ rows: 2000, rolled_up: 2000 })
  })
})

it('a definition may name an id that no page ever brought: it gets its key, and the day is computed', async () => {
  await archive(test.store, day(DAY, 10))
  const inventive: DefinitionToCompute = {
    ...handle,
    definition: {
      ...handle.definition,
      observe: (facts, context) =>
        handle.definition.observe(facts, context).map((each) => ({ ...each, queueId: 'queue-elsewhere' })),
    },
  }
  expect(await recompute(test.store, DAY, [inventive])).toMatchObject([{ mode: 'fresh', rows: 10 }])
  const { rows } = await test.store.pool.query('SELECT DISTINCT queue_id FROM published_rollup')
  expect(rows).toEqual([{ queue_id: 'queue-elsewhere' }])
})
