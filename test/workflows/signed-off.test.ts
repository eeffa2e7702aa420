/**
 * Surveys of the first of October are answered for fourteen days. The day is signed off before the last answers: the night that pulls it
 * late archives them and leaves its numbers.
 */
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { readLedger } from '../../src/store/results/ledger'
import { reopen } from '../../src/store/sign-offs/reopen'
import { signOff } from '../../src/store/sign-offs/sign-off'
import type { backfill, nightly } from '../../src/workflows'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import type { NightlySummary } from '../../src/workflows/nightly'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const [signedDay, nextDay] = ['2026-10-01', '2026-10-02']
const kpis = ['csat@2', 'offered@1']
const range = { first: signedDay, last: signedDay }

let organisation: TestOrganisation
let csat: number
let before: unknown[]

beforeAll(async () => {
  organisation = await openTestOrganisation(
    {
      from: signedDay,
      to: nextDay,
      now: '2026-10-10T06:00:00Z',
      conversationsPerDay: 100,
      surveyLifetimeDays: 14,
      queuedPolls: 0,
      pendingPolls: 0,
    },
    (platform) => ({ platform: { ...platform, pageSize: 1000 } }),
  )
  await backfilled('as it settled', { kpis, export: 'missing' })
  const stored = await readDefinitions(organisation.store.pool, 'csat')
  csat = stored[0]?.definitionKey as number
  await signOff(organisation.store, {
    range,
    periods: [{ definitionKey: csat, ...range }],
    at: Date.now(),
    by: 'ana',
    why: 'the quarter is closed',
    provided: async () => ({}),
  })
  before = await numbers()
})
afterAll(() => organisation.close())

function backfilled(name: string, of: Partial<Parameters<typeof backfill>[0]>): Promise<BackfillProgress> {
  return organisation.run<typeof backfill>('backfill', name, {
    organisation: organisation.name,
    kpis: ['csat@2'],
    from: signedDay,
    to: nextDay,
    export: 'none',
    order: 'oldest-first',
    window: 2,
    force: false,
    daysPerRun: 50,
    ...of,
  })
}

/** Rows of the signed-off day and what the ledger says of it, its hash included, each with the transaction that wrote it. */
async function numbers(): Promise<unknown[]> {
  const { rows } = await organisation.store.pool.query(
    `SELECT to_jsonb(r) AS row, xmin FROM result r WHERE definition_key = $1 AND day = $2
      UNION ALL SELECT to_jsonb(l), xmin FROM ledger l WHERE definition_key = $1 AND day = $2
      ORDER BY 1`,
    [csat, signedDay],
  )
  return rows
}

test('a night archives what comes late for a signed-off day, leaves its numbers, and says so', async () => {
  organisation.simulator.control.setClock('2026-10-18T06:00:00Z')
  const night: NightlySummary = await organisation.run<typeof nightly>('nightly', 'night', {
    organisation: organisation.name,
    scheduledAt: '2026-10-18T03:30:00.000Z',
  })
  expect(night.lateDays).toEqual([signedDay])
  expect(night.driftedDays?.map(({ day }) => day)).toContain(signedDay)
  expect(night.signedOffDays).toBe(1)
  expect(night.quarantinedDays).toEqual([])
  expect(before.length).toBeGreaterThan(1)
  expect(await numbers()).toEqual(before)
})

test('a backfill goes past it, also by force, and computes the days beside it', async () => {
  const progress = await backfilled('by force', { force: true })
  expect(progress).toMatchObject({ state: 'complete', daysDone: 2, signedOffDays: 1, quarantinedDays: [] })
  expect(await numbers()).toEqual(before)
})

test('once it is reopened, the answers are in its numbers', async () => {
  await reopen(organisation.store, {
    range,
    periods: [{ definitionKey: csat, ...range }],
    at: Date.now(),
    by: 'ben',
    why: 'the answers count',
  })
  const rowsOf = async () => {
    const [entry] = await readLedger(organisation.store.pool, { ...range, definitionKeys: [csat] })
    return entry?.observations as number
  }
  const was = await rowsOf()
  const progress = await backfilled('reopened', {})
  expect(progress.signedOffDays).toBeUndefined()
  expect(await rowsOf()).toBeGreaterThan(was)
})
