/**
 * A candidate whose code throws, in a backfill and in a night: the published version stands on every day, and it is told on which the
 * candidate does not.
 */
import { readQuarantine } from '../../src/store/archive/read-archive'
import { readQuarantinedDaysOfRun } from '../../src/store/archive/read-quarantined-days-of-run'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { readLedger } from '../../src/store/results/ledger'
import type { backfill, nightly } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const PUBLISHED = 'adjusted-average-handle-time@1'
const CANDIDATE = 'adjusted-average-handle-time@2'
/** The days that the candidate breaks on: one is backfilled, one is the night's. */
const mockBrokenDays = ['2026-10-23', '2026-10-25']

// The version as somebody wrote it who did not think of conversations of these days.
jest.mock('../../src/kpis/adjusted-average-handle-time/v2', () => {
  const { adjustedAverageHandleTimeV2: asItIs } = jest.requireActual<
    typeof import('../../src/kpis/adjusted-average-handle-time/v2')
  >('../../src/kpis/adjusted-average-handle-time/v2')
  const observe: typeof asItIs.observe = (facts, context) => {
    const startedAt = 'startedAt' in facts ? new Date(facts.startedAt).toISOString() : ''
    if (mockBrokenDays.includes(startedAt.slice(0, 10))) throw new Error('nobody thought of this')
    return asItIs.observe(facts, context)
  }
  return { adjustedAverageHandleTimeV2: Object.freeze({ ...asItIs, observe }) }
})

let organisation: TestOrganisation
beforeAll(async () => {
  organisation = await openTestOrganisation(
    { from: '2026-10-23', to: '2026-10-25', now: '2026-10-26T06:00:00Z', conversationsPerDay: 60 },
    (platform) => ({ platform, nightly: { lookbackDays: 1 } }),
  )
})
afterAll(() => organisation.close())

/** Of a day and a version, how the ledger has it. */
async function standing(day: string): Promise<Record<string, unknown>> {
  const { pool } = organisation.store
  const names = new Map(
    (await readDefinitions(pool)).map((each) => [each.definitionKey, `${each.name}@${each.version}`]),
  )
  const ledger = await readLedger(pool, { first: day, last: day })
  return Object.fromEntries(ledger.map(({ definitionKey, state }) => [names.get(definitionKey), state]))
}

async function openEntries() {
  const entries = await readQuarantine(organisation.store.pool, { state: 'open', limit: 50 })
  return entries
    .filter(({ kind }) => kind === 'day')
    .map(({ day, detail }) => ({ day, detail }))
    .sort((a, b) => (String(a.day) < String(b.day) ? -1 : 1))
}

const reason = expect.stringMatching(
  new RegExp(`^${CANDIDATE} fails \\(nobody thought of this\\) on conversation .*kpis\\.broken-definition`),
)

test('a backfill loses no day of the published version, and tells the day on which the candidate broke', async () => {
  const progress = await organisation.run<typeof backfill>('backfill', 'two-days', {
    organisation: organisation.name,
    kpis: [PUBLISHED, CANDIDATE],
    ...{ from: '2026-10-23', to: '2026-10-24', export: 'missing', order: 'oldest-first' },
    ...{ window: 2, force: false, daysPerRun: 50 },
  })
  expect(progress).toMatchObject({ state: 'complete', quarantinedDays: ['2026-10-23'] })
  expect(progress.firstFailure).toMatch(/^2026-10-23: .*nobody thought of this/)
  expect(await standing('2026-10-23')).toEqual({ [PUBLISHED]: 'computed', [CANDIDATE]: 'quarantined' })
  expect(await standing('2026-10-24')).toEqual({ [PUBLISHED]: 'computed', [CANDIDATE]: 'computed' })
  expect(await openEntries()).toEqual([{ day: '2026-10-23', detail: reason }])
  const run = { organisation: organisation.name, workflowId: organisation.workflowId('two-days') }
  const failed = await readQuarantinedDaysOfRun(organisation.store.pool, {
    ...{ ...run, first: '2026-10-23', last: '2026-10-24' },
  })
  expect(failed).toEqual(['2026-10-23'])
})

test('a night brings its day home for the published version, and names the candidate', async () => {
  const night = await organisation.run<typeof nightly>('nightly', 'night', {
    organisation: organisation.name,
    scheduledAt: '2026-10-26T03:30:00Z',
  })
  expect(night).toMatchObject({
    exportedDays: expect.arrayContaining(['2026-10-25']),
    quarantinedDays: ['2026-10-25'],
    brokenVersions: [CANDIDATE],
    failedSteps: [],
  })
  expect(await standing('2026-10-25')).toEqual({ [PUBLISHED]: 'computed', [CANDIDATE]: 'quarantined' })
  expect(await openEntries()).toEqual(mockBrokenDays.map((day) => ({ day, detail: reason })))
})
