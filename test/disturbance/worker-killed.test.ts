import { Client as Postgres } from 'pg'
import type { FaultOrder } from '../../simulator/faults/order'
import type { RunningSimulator } from '../../simulator/server'
import type { deliver, exportDay, recomputeDay } from '../../src/workflows'
import type { TestDatabase } from '../setup/database'
import { copyOf } from '../setup/database'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'
import { type ArchiveAccount, accountOfArchive, checksumOf } from './account'
import { deliveredDates, organisationName, prepareDatabase, preparedWorld } from './prepared-database'
import { until } from './until'
import { endWorkerProcesses, startWorkerProcess } from './worker-process'

const day = '2026-10-23'
const smallWorld = { from: day, to: day, now: '2026-10-29T06:00:00Z', conversationsPerDay: 120 }
const sinks = [
  {
    kind: 'external-metrics',
    metrics: [{ kpi: 'average-handle-time' }, { kpi: 'adjusted-average-handle-time' }],
  },
]
const asked = { organisation: organisationName, sink: 'external-metrics', ...deliveredDates }
const computed = { organisation: organisationName, day, kpis: ['offered@1'], runKey: 1, force: false }

type Control = RunningSimulator['control']
interface Export {
  pagesBefore: number
  /** Requests for pages, in order. */
  asked: string[]
  archive: ArchiveAccount
  exports: number
}
interface Delivery {
  answeredBefore: string[]
  log: { key: string; state: string; attempts: number; items: number }[]
  received: ReturnType<Control['externalMetrics']>
}
/** What the killed ones are held against. */
interface Undisturbed {
  checksum: string
  received: Delivery['received']
}

/** Temporal learns of a kill by the heartbeats it misses, which takes half a minute. */
const patience = 150_000

describe('a worker that is killed', () => {
  let prepared: TestDatabase
  let exporting: Promise<Export>
  let recomputing: Promise<{ mode: string | undefined; checksum: string }>
  let delivering: Promise<Delivery>
  let undisturbed: Promise<Undisturbed>

  // All at the same time, since most of their time is waiting.
  beforeAll(async () => {
    exporting = killInMidExport()
    prepared = await prepareDatabase()
    recomputing = killInMidRecompute()
    delivering = killInMidDelivery()
    undisturbed = goThroughUndisturbed()
    for (const each of [exporting, recomputing, delivering, undisturbed]) each.catch(() => undefined)
  }, patience)
  afterAll(async () => {
    await Promise.allSettled([exporting, recomputing, delivering, undisturbed])
    endWorkerProcesses()
    await prepared.drop()
  }, patience)

  async function killInMidExport(): Promise<Export> {
    const organisation = await openTestOrganisation(
      { ...smallWorld, faults: [{ kind: 'slow', match: '/results', times: null, delayMs: 250 }] },
      (platform) => ({ platform: { ...platform, pageSize: 15 } }),
      { withoutWorkers: true },
    )
    const { name, settings, simulator, store } = organisation
    try {
      const first = await startWorkerProcess(settings)
      const answer = organisation.run<typeof exportDay>('exportDay', 'export', {
        organisation: name,
        day,
        rule: 'job-activity',
        request: 'first',
      })
      const pagesBefore = await until('the third page was committed', async () => {
        const { rows } = await store.pool.query<{ pages: number }>('SELECT pages FROM export')
        return (rows[0]?.pages ?? 0) >= 3 && rows[0]?.pages
      })
      await first.kill()
      const second = await startWorkerProcess(settings)
      await answer
      await second.kill()
      const { rows } = await store.pool.query('SELECT 1 FROM export')
      const requests = simulator.control.requests().recent.map(({ request }) => request)
      return {
        pagesBefore,
        asked: requests.filter((request) => request.includes('/results')),
        archive: await accountOfArchive(store),
        exports: rows.length,
      }
    } finally {
      await organisation.close()
    }
  }

  async function onACopy<T>(
    faults: FaultOrder[],
    work: (organisation: TestOrganisation) => Promise<T>,
  ): Promise<T> {
    const database = await copyOf(prepared)
    const organisation = await openTestOrganisation(
      { ...preparedWorld, faults },
      (platform) => ({ platform, sinks }),
      { database, name: organisationName, withoutWorkers: true },
    )
    try {
      return await work(organisation)
    } finally {
      await organisation.close()
      await database.drop()
    }
  }

  function goThroughUndisturbed(): Promise<Undisturbed> {
    return onACopy([], async (organisation) => {
      const worker = await startWorkerProcess(organisation.settings)
      await organisation.run<typeof deliver>('deliver', 'deliver', asked)
      await organisation.run<typeof recomputeDay>('recomputeDay', 'recompute', computed)
      await worker.kill()
      const received = organisation.simulator.control.externalMetrics()
      return { checksum: await checksumOf(organisation.store), received }
    })
  }

  /** The day's rows and roll-ups are written, and wait to be entered in the ledger, when the worker is killed. */
  function killInMidRecompute() {
    return onACopy([], async (organisation) => {
      const { settings, store } = organisation
      const obstacle = new Postgres({ connectionString: settings.databaseUrl })
      await obstacle.connect()
      await obstacle.query('BEGIN; LOCK TABLE retally.ledger IN SHARE MODE')
      const first = await startWorkerProcess(settings)
      const answer = organisation.run<typeof recomputeDay>('recomputeDay', 'recompute', computed)
      await until('the recompute stands before the ledger', async () => {
        const { rows } = await store.pool.query(`
          SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
           WHERE NOT l.granted AND l.relation = 'retally.ledger'::regclass AND a.datname = current_database()`)
        return rows.length > 0
      })
      await first.kill()
      await obstacle.query('ROLLBACK')
      await obstacle.end()
      const second = await startWorkerProcess(settings)
      const { definitions } = await answer
      await second.kill()
      return { mode: definitions[0]?.mode, checksum: await checksumOf(store) }
    })
  }

  function killInMidDelivery(): Promise<Delivery> {
    const slow: FaultOrder = { kind: 'slow', match: 'externalmetrics/data', times: null, delayMs: 1500 }
    return onACopy([slow], async (organisation) => {
      const { settings, simulator, store } = organisation
      const readLog = async () => {
        const { rows } = await store.pool.query<Delivery['log'][number]>(
          'SELECT idempotency_key AS key, state, attempts, items FROM metric_sync_log ORDER BY batch_key',
        )
        return rows
      }
      const first = await startWorkerProcess(settings)
      const answer = organisation.run<typeof deliver>('deliver', 'deliver', asked)
      const atTheKill = await until('one batch was answered and the next one is on its way', async () => {
        const log = await readLog()
        return log[0]?.state === 'delivered' && log.at(-1)?.state === 'sending' && log
      })
      await first.kill()
      const second = await startWorkerProcess(settings)
      await answer
      await second.kill()
      return {
        answeredBefore: atTheKill.filter(({ state }) => state === 'delivered').map(({ key }) => key),
        log: await readLog(),
        received: simulator.control.externalMetrics(),
      }
    })
  }

  test(
    'in mid-export: the next worker goes on at the stored cursor and asks for no page again',
    async () => {
      const { asked, pagesBefore, archive, exports } = await exporting
      const pages = Math.ceil(archive.conversations.length / 15)
      expect(pages).toBeGreaterThan(pagesBefore + 1)
      const timesAsked = new Map<string, number>()
      for (const request of asked) timesAsked.set(request, (timesAsked.get(request) ?? 0) + 1)
      expect(timesAsked.size).toBe(pages)
      // Only the page on its way at the kill is asked for once more, and the job is the same.
      expect(asked.length).toBeLessThanOrEqual(pages + 1)
      expect([...timesAsked.values()].slice(0, pagesBefore)).toEqual(Array(pagesBefore).fill(1))
      expect(exports).toBe(1)
      expect(archive.notOnce).toEqual([])
    },
    patience,
  )

  test(
    'in mid-recompute: what it had written is gone, and the next worker writes it once',
    async () => {
      const { mode, checksum } = await recomputing
      expect(mode).toBe('fresh')
      expect(checksum).toBe((await undisturbed).checksum)
    },
    patience,
  )

  test(
    'in mid-delivery: no answered batch is sent again, and every agent-day ends with its right total',
    async () => {
      const { answeredBefore, log, received } = await delivering
      const expected = (await undisturbed).received
      expect(log.map(({ state }) => state)).toEqual(Array(expected.batches).fill('delivered'))
      // Only the batch on its way at the kill was sent again.
      const again = log.filter(({ attempts }) => attempts > 1)
      expect(again).toHaveLength(1)
      expect(answeredBefore.length).toBeGreaterThan(0)
      expect(answeredBefore).not.toContain(again[0]?.key)
      expect(received.duplicates).toBeLessThanOrEqual(again[0]?.items ?? 0)
      expect(received.totals).toEqual(expected.totals)
    },
    patience,
  )
})
