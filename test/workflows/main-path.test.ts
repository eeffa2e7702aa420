import type { Difference } from '../../src/reconciliation/difference'
import type { Reconciliation } from '../../src/reconciliation/reconciliation'
import type { backfill, deliver, nightly, reconcile } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const versionOnes = [
  'adjusted-average-handle-time@1',
  'average-handle-time@1',
  'average-speed-of-answer@1',
  'service-level@1',
  'abandon-rate@1',
  'offered@1',
]

describe("three days of a contact centre, from the platform's exports to its own numbers", () => {
  let organisation: TestOrganisation

  beforeAll(async () => {
    organisation = await openTestOrganisation({}, (platform) => ({
      platform,
      sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
    }))
  })
  afterAll(() => organisation.close())

  async function unexplainedDifferences(key: number): Promise<Difference[]> {
    const { rows } = await organisation.store.pool.query(
      'SELECT body FROM reconciliation WHERE reconciliation_key = $1',
      [key],
    )
    const made = rows[0].body as Reconciliation
    return made.differences.filter(({ cause }) => cause === 'unexplained')
  }

  test('a backfill exports the days, archives every conversation once and computes every definition', async () => {
    const progress = await organisation.run<typeof backfill>('backfill', 'backfill', {
      organisation: organisation.name,
      kpis: versionOnes,
      from: '2026-10-23',
      to: '2026-10-28',
      export: 'missing',
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })
    expect(progress).toMatchObject({
      state: 'complete',
      quarantinedDays: [],
      firstFailure: null,
    })

    const { rows } = await organisation.store.pool.query(
      'SELECT conversation_id AS id FROM conversation ORDER BY 1',
    )
    const truth = organisation.simulator.control.truth.conversations(
      Date.UTC(2026, 9, 23),
      Date.UTC(2026, 9, 26),
    )
    const archived = rows.map((row: { id: string }) => row.id)
    expect(archived.length).toBeGreaterThan(250)
    expect(truth.filter(({ conversationId }) => !archived.includes(conversationId))).toEqual([])
  })

  test('the platform and Retally agree on every half hour, queue and medium', async () => {
    const summary = await organisation.run<typeof reconcile>('reconcile', 'reconcile', {
      organisation: organisation.name,
      from: '2026-10-23T00:00:00.000Z',
      to: '2026-10-28T00:00:00.000Z',
    })
    expect(summary.cells).toBeGreaterThan(500)
    expect(await unexplainedDifferences(summary.reconciliationKey)).toEqual([])
  })

  test('a delivery arrives, and the next one sends nothing', async () => {
    const input = {
      organisation: organisation.name,
      sink: 'external-metrics',
      from: '2026-10-24',
      to: '2026-10-26',
    }
    const first = await organisation.run<typeof deliver>('deliver', 'deliver', input)
    expect(first.accepted).toBeGreaterThan(5)
    expect(first.parked).toBe(0)
    const second = await organisation.run<typeof deliver>('deliver', 'deliver', input)
    expect(second).toMatchObject({ batches: 0, accepted: 0, equal: first.accepted })
  })

  test('a night finds the gaps, takes what has settled and leaves nothing dirty', async () => {
    const summary = await organisation.run<typeof nightly>('nightly', 'nightly', {
      organisation: organisation.name,
      // After what the backfill saw: a night looks back at no day that was pulled since it was due.
      scheduledAt: '2026-10-29T06:30:00.000Z',
    })
    expect(summary.quarantinedDays).toEqual([])
    expect(summary.exportedDays).toContain('2026-10-28')
    expect(await unexplainedDifferences(summary.reconciliation?.reconciliationKey ?? 0)).toEqual([])
  })

  test('roll-ups that are lost are the residue of their own KPI, though others agree about the same measures', async () => {
    await organisation.store.pool.query(`
      DELETE FROM rollup USING kpi_definition k
       WHERE rollup.definition_key = k.definition_key AND k.name IN ('offered', 'service-level')`)
    const summary = await organisation.run<typeof reconcile>('reconcile', 'reconcile-what-is-left', {
      organisation: organisation.name,
      from: '2026-10-23T00:00:00.000Z',
      to: '2026-10-28T00:00:00.000Z',
    })
    const residue = await unexplainedDifferences(summary.reconciliationKey)
    expect(residue.length).toBeGreaterThan(200)
    expect(new Set(residue.map(({ cell }) => cell.kpi))).toEqual(new Set(['offered@1', 'service-level@1']))
  })
})
