import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { markDay } from '../../src/store/results/ledger'
import type { backfill, deliver, exportDay } from '../../src/workflows'
import { copyOf, freshDatabase, type TestDatabase } from '../setup/database'
import { openTestOrganisation, type TestOrganisation } from './organisation'

/** Scenarios a reviewer broke the program with; each stands by itself on a copy of one database. */
const kpi = 'average-handle-time@1'

function openOn(database: TestDatabase, reports: Reports): Promise<TestOrganisation> {
  return openTestOrganisation(
    { conversationsPerDay: 60 },
    (platform) => ({
      platform,
      sinks: [
        { kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] },
        { kind: 'custom-report', url: reports.url, kpis: ['average-handle-time'] },
      ],
    }),
    { database, name: 'what-holds' },
  )
}

function bringHome(organisation: TestOrganisation, name: string, from: string, to: string) {
  return organisation.run<typeof backfill>('backfill', name, {
    organisation: organisation.name,
    kpis: [kpi],
    from,
    to,
    export: 'again',
    order: 'oldest-first',
    window: 2,
    force: false,
    daysPerRun: 50,
  })
}

function deliverDays(
  organisation: TestOrganisation,
  name: string,
  range: { from: string; to: string; sink?: string; retryParked?: boolean },
) {
  return organisation.run<typeof deliver>('deliver', name, {
    organisation: organisation.name,
    sink: 'external-metrics',
    ...range,
  })
}

/** A receiver of custom reports that answers as it is told. */
interface Reports {
  url: string
  status: number
  close(): Promise<void>
}

async function openReports(): Promise<Reports> {
  const reports: Reports = { url: '', status: 200, close: async () => undefined }
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(reports.status).end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  reports.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  reports.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return reports
}

describe('what holds', () => {
  let reports: Reports
  /** Days exported and computed once; each test disturbs a copy. */
  let home: TestDatabase
  let copy: TestDatabase
  let organisation: TestOrganisation
  beforeAll(async () => {
    reports = await openReports()
    home = await freshDatabase()
    const first = await openOn(home, reports)
    await bringHome(first, 'home', '2026-10-22', '2026-10-27')
    await first.close()
  })
  beforeEach(async () => {
    reports.status = 200
    copy = await copyOf(home)
    organisation = await openOn(copy, reports)
  })
  afterEach(async () => {
    await organisation.close()
    await copy.drop()
  })
  afterAll(async () => {
    await home.drop()
    await reports.close()
  })

  test('the local days that a quarantined UTC day reaches are held back, the others are delivered', async () => {
    const definitions = await readDefinitions(organisation.store.pool, 'average-handle-time')
    const mark = {
      definitions,
      day: '2026-10-24',
      factsRevisions: { conversation: 1_000 },
      detail: 'poison',
      runKey: 1,
      at: Date.UTC(2026, 10, 1),
    }
    await markDay(organisation.store.pool, mark)
    const touched = await deliverDays(organisation, 'touched', { from: '2026-10-23', to: '2026-10-25' })
    expect(touched).toMatchObject({ accepted: 0 })
    expect(touched.heldBack).toBeGreaterThan(0)
    const beyond = await deliverDays(organisation, 'beyond', { from: '2026-10-26', to: '2026-10-26' })
    expect(beyond.heldBack).toBe(0)
    expect(beyond.accepted).toBeGreaterThan(0)
  })

  test('two deliveries to one sink at once send each batch once', async () => {
    const both = await Promise.all([
      deliverDays(organisation, 'one', { from: '2026-10-23', to: '2026-10-26' }),
      deliverDays(organisation, 'two', { from: '2026-10-24', to: '2026-10-26' }),
    ])
    const { rows } = await organisation.store.pool.query('SELECT attempts FROM metric_sync_log')
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ attempts }: { attempts: number }) => attempts === 1)).toBe(true)
    const cells = await organisation.store.pool.query('SELECT count(*)::int AS n FROM delivered_value')
    expect(both.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(cells.rows[0].n)
  })

  test('what the sink refused for good is tried again when somebody asks, and only then', async () => {
    const range = { from: '2026-10-24', to: '2026-10-25', sink: 'custom-report' }
    reports.status = 422
    const refused = await deliverDays(organisation, 'refused', range)
    expect(refused.parked).toBeGreaterThan(0)
    reports.status = 200
    expect(await deliverDays(organisation, 'again', range)).toMatchObject({
      accepted: 0,
      parked: refused.parked,
    })
    const asked = await deliverDays(organisation, 'asked', { ...range, retryParked: true })
    expect(asked).toMatchObject({ accepted: refused.parked, parked: 0 })
  })

  test('fresh conversations are archived as of the platform’s clock, so that a later job supersedes them', async () => {
    const { simulator, store } = organisation
    const at = (day: string) => ({ organisation: organisation.name, day, request: 'fresh' })
    await organisation.run<typeof exportDay>('exportDay', 'fresh', {
      ...at('2026-10-26'),
      rule: 'query-started',
    })
    const { rows } = await store.pool.query<{ latest: number }>(
      'SELECT max(observed_at) AS latest FROM snapshot',
    )
    const now = Date.parse((await fetch(simulator.url)).headers.get('date') ?? '')
    expect(Number(rows[0]?.latest)).toBeLessThanOrEqual(now + 60_000)
  })

  test('an export whose worker died after the last page still vouches for its day', async () => {
    const pull = {
      organisation: organisation.name,
      day: '2026-10-24',
      rule: 'job-activity',
      request: 'pull',
    } as const
    await organisation.run<typeof exportDay>('exportDay', 'pull', pull)
    // As the worker left it: every page in, nothing vouched for.
    await organisation.store.pool.query(`DELETE FROM coverage; DELETE FROM watermark`)
    await organisation.store.pool.query(
      `UPDATE export SET state = 'paging', finished_at = NULL WHERE request_key LIKE '%/pull'`,
    )
    const resumed = await organisation.run<typeof exportDay>('exportDay', 'pull again', pull)
    expect(resumed).toMatchObject({ complete: true, coveredUntil: '2026-10-25T00:00:00.000Z' })
  })

  test('a backfill of one day computes that day and those its export touched, not the whole store', async () => {
    const { pool } = organisation.store
    await pool.query(`DELETE FROM ledger; DELETE FROM result; DELETE FROM rollup`)
    await bringHome(organisation, 'one day', '2026-10-25', '2026-10-25')
    const { rows } = await pool.query(
      `SELECT count(*) FILTER (WHERE l.day IS NOT NULL)::int AS computed, count(*)::int AS days
         FROM subject_day LEFT JOIN ledger l USING (day)
        WHERE subject = 'conversation'`,
    )
    expect(rows[0].computed).toBeGreaterThan(0)
    expect(rows[0].computed).toBeLessThan(rows[0].days)
  })
})
