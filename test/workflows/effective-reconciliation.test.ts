/** A version that is in force from a date on, and the one before it, each held against the platform over its own dates. */
import type { Reconciliation } from '../../src/reconciliation/reconciliation'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { addDays, utcDay } from '../../src/time/local-date'
import type { backfill, reconcile } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const [FIRST, SINCE, LAST] = ['2026-10-24', '2026-10-25', '2026-10-26'] as const
const KPI = 'service-level'

let organisation: TestOrganisation
beforeAll(async () => {
  organisation = await openTestOrganisation()
  const progress = await organisation.run<typeof backfill>('backfill', 'backfill-both', {
    ...{ organisation: organisation.name, kpis: [`${KPI}@2`, `${KPI}@3`], from: FIRST, to: LAST },
    ...{ export: 'missing', order: 'oldest-first', window: 2, force: false, daysPerRun: 50 },
  })
  expect(progress).toMatchObject({ state: 'complete', firstFailure: null })
})
afterAll(() => organisation.close())

let asked = 0

async function reconciled(): Promise<Reconciliation> {
  const { reconciliationKey } = await organisation.run<typeof reconcile>(
    'reconcile',
    `reconcile-${++asked}`,
    {
      organisation: organisation.name,
      from: `${FIRST}T00:00:00.000Z`,
      to: `${addDays(LAST, 1)}T00:00:00.000Z`,
    },
  )
  const { rows } = await organisation.store.pool.query(
    'SELECT body FROM reconciliation WHERE reconciliation_key = $1',
    [reconciliationKey],
  )
  return rows[0].body
}

const answers = ({ measures }: Reconciliation) =>
  measures
    .filter(({ measure }) => measure === 'answered')
    .map(({ kpi, said, computed }) => ({ kpi, said, computed }))

/** Answers by the rows of a version on the dates from one to another. */
async function answered(version: number, first: string, last: string): Promise<number> {
  const { rows } = await organisation.store.pool.query<{ answered: number }>(
    `SELECT sum((parts->>'answered')::int)::int AS answered FROM published_rollup
      WHERE metric_type = $1 AND metric_version = $2 AND interval_start >= $3::timestamptz AND interval_start < $4::timestamptz`,
    [KPI, version, `${first}Z`, `${addDays(last, 1)}Z`],
  )
  return rows[0]?.answered as number
}

test('a reconciliation over dates of two versions holds each to the platform over its own, and adds no number twice', async () => {
  const whole = answers(await reconciled())
  expect(whole).toEqual([{ kpi: `${KPI}@2`, said: await answered(2, FIRST, LAST), computed: whole[0]?.said }])
  await publishDefinition(organisation.store, {
    ...{ name: KPI, version: 3, since: SINCE, at: Date.now(), by: 'ana', why: 'as agreed' },
  })
  const both = await reconciled()
  expect(both.differences).toEqual([])
  const [before, since] = [await answered(2, FIRST, FIRST), await answered(3, SINCE, LAST)]
  expect(answers(both)).toEqual([
    { kpi: `${KPI}@2`, said: before, computed: before },
    { kpi: `${KPI}@3`, said: since, computed: since },
  ])
  expect(before + since).toBe(whole[0]?.said)
  expect(Math.min(before, since)).toBeGreaterThan(0)
})

test('a version that is wrong is found on the dates it is in force for, and on no others', async () => {
  await organisation.store.pool.query(
    `UPDATE rollup SET parts[3] = rollup.parts[3] + 1 FROM kpi_definition d
      WHERE d.definition_key = rollup.definition_key AND d.name = $1`,
    [KPI],
  )
  const { differences } = await reconciled()
  const found = new Set(differences.map(({ cell: { kpi, start } }) => `${kpi} ${utcDay(start)}`))
  expect([...found].sort()).toEqual([`${KPI}@2 ${FIRST}`, `${KPI}@3 ${SINCE}`, `${KPI}@3 ${LAST}`])
})
