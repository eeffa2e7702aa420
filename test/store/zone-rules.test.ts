import { changedResults } from '../../src/cli/tz/changed-results'
import { recordZoneRules } from '../../src/store/zone-rules/record-zone-rules'
import { archive, freshStore, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const DAY = '2026-10-20'
let test_: TestStore

beforeEach(async () => {
  test_ = await freshStore()
})
afterEach(() => test_.drop())

async function computedUnder(release: string): Promise<void> {
  await archive(test_.store, day(DAY, 30))
  const { rows } = await test_.store.pool.query<{ run_key: number }>(
    `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
     VALUES ('recompute', 'w', 'done', now(), 'test', $1) RETURNING run_key`,
    [release],
  )
  const handle = await ready(test_.store, 'average-handle-time@1')
  await recompute(test_.store, DAY, [handle], { runKey: rows[0]?.run_key as number })
}

/** What is recorded for Kolkata of this release becomes an older one's, an hour off since 20 October. */
async function pretendAnOlderRelease(): Promise<void> {
  await recordZoneRules(test_.store.pool, new Set(['Asia/Kolkata', 'America/New_York']))
  await test_.store.pool.query(`
    UPDATE zone_rules SET tz_release = '2000a';
    UPDATE zone_rules
       SET starts = starts || (extract(epoch FROM timestamptz '2026-10-20 00:00+00') * 1000)::bigint,
           offsets_ms = offsets_ms || 23400000
     WHERE zone = 'Asia/Kolkata'`)
}

it('names zone, span and results that were reckoned by rules which this release changes', async () => {
  await computedUnder('2000a')
  await pretendAnOlderRelease()
  const { rows } = await test_.store.pool.query(
    `SELECT sum(observations)::int AS n FROM published_rollup WHERE zone = 'Asia/Kolkata'`,
  )
  expect(rows[0].n).toBeGreaterThan(0)
  expect(await changedResults(test_.store.pool)).toEqual([
    {
      zone: 'Asia/Kolkata',
      release: '2000a',
      interval: { start: Date.UTC(2026, 9, 20), end: Number.POSITIVE_INFINITY },
      firstMinutes: 330,
      secondMinutes: 390,
      kpi: 'average-handle-time@1',
      first: DAY,
      last: DAY,
      observations: rows[0].n,
    },
  ])
})

it('leaves alone what was computed under a release that agrees, or lies outside of the span', async () => {
  await computedUnder('2025z')
  await pretendAnOlderRelease()
  expect(await changedResults(test_.store.pool)).toEqual([])
})

it('keeps the rules of a release once, whoever records them', async () => {
  const both = new Set(['Asia/Kolkata', 'Europe/London'])
  await Promise.all([recordZoneRules(test_.store.pool, both), recordZoneRules(test_.store.pool, both)])
  await recordZoneRules(test_.store.pool, both)
  const { rows } = await test_.store.pool.query(
    'SELECT zone, cardinality(starts) > 0 AS changes FROM zone_rules ORDER BY 1',
  )
  expect(rows).toEqual([
    { zone: 'Asia/Kolkata', changes: true },
    { zone: 'Europe/London', changes: true },
  ])
})
