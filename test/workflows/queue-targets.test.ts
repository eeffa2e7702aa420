/** Service level by the targets of queues, which the platform tells, beside the platform's own mark and its own counts. */
import type { Reconciliation } from '../../src/reconciliation/reconciliation'
import { readResultCells } from '../../src/store/results/read-result-cells'
import { parseInterval } from '../../src/time/interval'
import type { backfill, reconcile } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const interval = parseInterval('2026-10-23T00:00Z/2026-10-28T00:00Z')

describe('a contact centre whose queues have targets of their own', () => {
  let organisation: TestOrganisation
  beforeAll(async () => {
    organisation = await openTestOrganisation({}, (platform) => ({
      platform,
      parameters: { 'service-level@3': { targets: 'queue' } },
    }))
  })
  afterAll(() => organisation.close())

  let asked = 0
  async function computed(which: 'missing' | 'none') {
    const progress = await organisation.run<typeof backfill>('backfill', `backfill-${++asked}`, {
      organisation: organisation.name,
      kpis: ['service-level@3', 'service-level@2'],
      from: '2026-10-23',
      to: '2026-10-28',
      export: which,
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })
    expect(progress).toMatchObject({ state: 'complete', firstFailure: null })
  }
  async function reconciled(): Promise<Reconciliation> {
    const { reconciliationKey } = await organisation.run<typeof reconcile>(
      'reconcile',
      `reconcile-${++asked}`,
      {
        organisation: organisation.name,
        from: '2026-10-23T00:00:00.000Z',
        to: '2026-10-28T00:00:00.000Z',
      },
    )
    const { rows } = await organisation.store.pool.query(
      'SELECT body FROM reconciliation WHERE reconciliation_key = $1',
      [reconciliationKey],
    )
    return rows[0].body
  }
  /** Answers in time and answers, by quarter hour, queue and medium. */
  async function answersOf(version: number) {
    const { pool } = organisation.store
    const { rows } = await pool.query(
      `SELECT definition_key AS key, cardinality(parts) AS count FROM kpi_definition WHERE name = 'service-level' AND version = $1`,
      [version],
    )
    const { key: definitionKey, count: partCount } = rows[0]
    const cells = await readResultCells(pool, { definitionKey, partCount, interval, withAgents: false })
    return cells.map(({ at, queueId, mediaType, parts }) => [at, queueId, mediaType, parts[0], parts[2]])
  }

  test('judges answers by the targets that the platform tells as the platform marks them', async () => {
    await computed('missing')
    const byTargets = await answersOf(3)
    expect(byTargets.length).toBeGreaterThan(50)
    expect(byTargets).toEqual(await answersOf(2))
  })

  test('reconciles whatever its parameters, and what lacks a target is accounted for, in every half hour', async () => {
    const { differences, cells } = await reconciled()
    expect(differences).toEqual([])
    expect(cells).toBeGreaterThan(100)
    await organisation.store.pool.query('DELETE FROM queue_target')
    await computed('none')
    const { byCause, measures, unexplained } = await reconciled()
    expect(byCause.map(({ cause }) => cause)).toEqual(['set-aside'])
    expect(unexplained).toBe(0)
    expect(measures.map(({ measure, differences }) => [measure, differences > 0])).toEqual([
      ['abandoned', true],
      ['answered', true],
      ['flowed-out', false],
      ['short-abandoned', true],
    ])
  })
})
