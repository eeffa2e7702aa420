/** Surveys from the platform's exports to its own counts of them: answers come days after the conversation that an export showed. */
import type { Reconciliation } from '../../src/reconciliation/reconciliation'
import type { backfill, reconcile } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['csat@1', 'csat-top-box@1', 'nps@1', 'survey-response-rate@1']

describe('customers answer surveys for days', () => {
  let organisation: TestOrganisation
  beforeAll(async () => {
    organisation = await openTestOrganisation({ now: '2026-10-26T06:00:00Z', conversationsPerDay: 200 })
  })
  afterAll(() => organisation.close())

  let asked = 0
  async function exported(from: string, to: string, which: 'missing' | 'again') {
    const input = {
      organisation: organisation.name,
      kpis,
      from,
      to,
      export: which,
      window: 2,
      daysPerRun: 50,
    }
    const progress = await organisation.run<typeof backfill>('backfill', `backfill-${++asked}`, {
      ...input,
      order: 'oldest-first',
      force: false,
    })
    expect(progress).toMatchObject({ state: 'complete', firstFailure: null })
  }
  async function reconciled(to: string): Promise<Reconciliation> {
    const { reconciliationKey } = await organisation.run<typeof reconcile>(
      'reconcile',
      `reconcile-${++asked}`,
      {
        organisation: organisation.name,
        from: '2026-10-23T00:00:00.000Z',
        to,
      },
    )
    const { rows } = await organisation.store.pool.query(
      'SELECT body FROM reconciliation WHERE reconciliation_key = $1',
      [reconciliationKey],
    )
    return rows[0].body
  }

  test('answers that were there when the days were exported are those the platform counts, in every half hour and queue', async () => {
    await exported('2026-10-23', '2026-10-25', 'missing')
    const { differences, measures, cells } = await reconciled('2026-10-26T00:00:00.000Z')
    expect(differences).toEqual([])
    expect(cells).toBeGreaterThan(50)
    expect(measures.map(({ measure, stat, kpi }) => [measure, stat, kpi])).toEqual([
      ['detractor', 'count', 'nps@1'],
      ['promoter', 'count', 'nps@1'],
      ['recommendation-answered', 'count', 'nps@1'],
      ['survey-answered', 'count', 'survey-response-rate@1'],
      ['survey-score', 'count', 'csat-top-box@1'],
      ['survey-score', 'count', 'csat@1'],
      ['survey-score', 'sum', 'csat@1'],
    ])
  })

  test('answers of the days after are missing, because they were awaited, until the days of the conversations are exported again', async () => {
    organisation.simulator.control.setClock('2026-10-29T06:00:00Z')
    await exported('2026-10-26', '2026-10-28', 'missing')
    const { byCause, unexplained } = await reconciled('2026-10-29T00:00:00.000Z')
    expect(byCause.map(({ cause }) => cause)).toEqual(['survey-awaited'])
    expect(unexplained).toBe(0)

    await exported('2026-10-23', '2026-10-25', 'again')
    const { differences, cells } = await reconciled('2026-10-29T00:00:00.000Z')
    expect(differences).toEqual([])
    expect(cells).toBeGreaterThan(100)
  })
})
