/** What users of another system complain about in backfills side by side, as a fact about ours: a small contact centre of twelve days. */
import { eachDate } from '../../src/time/local-date'
import type { backfill } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import { checksumOf } from '../disturbance/account'
import { until } from '../disturbance/until'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'

const days = [...eachDate('2026-10-12', '2026-10-24')]
const [first, last] = [days[0] as string, days.at(-1) as string]

let organisation: TestOrganisation

beforeAll(async () => {
  const centre = { conversationsPerDay: 2, agentsPerSite: 2, now: '2026-10-25T06:00:00Z' }
  organisation = await openTestOrganisation({ from: first, to: last, ...centre })
})
afterAll(() => organisation.close())

function run(name: string, of: Pick<BackfillInput, 'from' | 'to' | 'export' | 'force'>) {
  return organisation.run<typeof backfill>('backfill', name, {
    ...{ organisation: organisation.name, kpis: ['average-handle-time@1'], ...of },
    ...{ order: 'oldest-first', window: 4, daysPerRun: 50 },
  })
}

async function rows<Row extends object>(sql: string): Promise<Row[]> {
  return (await organisation.store.pool.query<Row>(sql)).rows
}

test('A dozen backfills of a day each, all under way at once, come to their end, and leave what one over all days does (temporalio/temporal#11161)', async () => {
  const { control } = organisation.simulator
  const slow = control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 100 })
  const underWay = days.map((day) => run(day, { from: day, to: day, export: 'missing', force: false }))
  await until(
    'all are under way',
    async () => (await rows(`SELECT FROM run WHERE state = 'running'`)).length === days.length,
  )
  control.clearFaults(slow.id)
  expect(await Promise.all(underWay)).toMatchObject(
    days.map(() => ({ state: 'complete', quarantinedDays: [] })),
  )
  const fetched = `SELECT to_char(interval_start, 'YYYY-MM-DD') AS day, count(*)::int AS times FROM export GROUP BY 1 ORDER BY 1`
  expect(await rows(fetched)).toEqual(days.map((day) => ({ day, times: 1 })))
  const checksum = await checksumOf(organisation.store)
  await run('all anew', { from: first, to: last, export: 'none', force: true })
  expect(await checksumOf(organisation.store)).toBe(checksum)
})
