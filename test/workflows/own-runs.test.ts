import { readRuns } from '../../src/store/runs/read-runs'
import type { backfill, deliver, exportDay, reconcile } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

describe('work that belongs to no other run is a run of its own', () => {
  let organisation: TestOrganisation

  beforeAll(async () => {
    organisation = await openTestOrganisation({ conversationsPerDay: 40 }, (platform) => ({
      platform,
      sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
    }))
    await organisation.run<typeof backfill>('backfill', 'backfill', {
      organisation: organisation.name,
      kpis: ['average-handle-time@1'],
      from: '2026-10-23',
      to: '2026-10-25',
      export: 'missing',
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })
  })
  afterAll(() => organisation.close())

  const newestRun = async () => (await readRuns(organisation.store.pool, { limit: 1 }))[0]
  const pull = (name: string, rule: 'query-started' | 'job-activity') =>
    organisation.run<typeof exportDay>('exportDay', name, {
      organisation: organisation.name,
      day: '2026-10-23',
      rule,
      request: name,
    })

  test('the days of a backfill are its own, not runs besides', async () => {
    expect(await readRuns(organisation.store.pool, { limit: 10 })).toMatchObject([
      {
        kind: 'backfill',
        state: 'done',
        receipt: { quarantinedDays: 0, outputHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ])
  })

  test('an export by details query, with what it brought and no hash of what it did not compute', async () => {
    const { conversations } = await pull('by-query', 'query-started')
    expect(conversations).toBeGreaterThan(0)
    expect(await newestRun()).toMatchObject({
      kind: 'export',
      state: 'done',
      workflowId: organisation.workflowId('by-query'),
      receipt: { conversations, quarantined: 0, definitionDays: 0, inputHash: null, outputHash: null },
    })
  })

  test('an export that failed, as one that failed', async () => {
    const { control } = organisation.simulator
    const failing = control.arm({ kind: 'failed-job', match: 'details/jobs/', times: null })
    await expect(pull('given-up', 'job-activity')).rejects.toThrow()
    control.clearFaults(failing.id)
    const run = await newestRun()
    expect(run).toMatchObject({ kind: 'export', state: 'failed' })
    expect(run?.finishedAt).not.toBeNull()
  })

  test('a delivery, which its batches name', async () => {
    const { accepted } = await organisation.run<typeof deliver>('deliver', 'deliver', {
      organisation: organisation.name,
      sink: 'external-metrics',
      from: '2026-10-24',
      to: '2026-10-24',
    })
    const run = await newestRun()
    expect(run).toMatchObject({ kind: 'deliver', state: 'done', receipt: { accepted, parked: 0 } })
    const { rows } = await organisation.store.pool.query(
      'SELECT DISTINCT run_key AS key FROM metric_sync_log',
    )
    expect(rows).toEqual([{ key: run?.runKey }])
  })

  test('a reconciliation, with its residue', async () => {
    const { unexplained } = await organisation.run<typeof reconcile>('reconcile', 'reconcile', {
      organisation: organisation.name,
      from: '2026-10-24T00:00:00.000Z',
      to: '2026-10-25T00:00:00.000Z',
    })
    expect(await newestRun()).toMatchObject({ kind: 'reconcile', state: 'done', receipt: { unexplained } })
  })
})
