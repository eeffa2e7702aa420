import { completeExport } from '../../src/store/exports/complete-export'
import { keepMeanings, keepReferenceState, readMeanings } from '../../src/store/plans/keep-meaning'
import { readPartitionRuns } from '../../src/store/plans/read-partition-runs'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { markDay } from '../../src/store/results/ledger'
import { readDaysBehind } from '../../src/store/results/read-days-behind'
import { parseInstant } from '../../src/time/instant'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

let test: TestStore

beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const days = ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-24'] as const

async function stored(...on: readonly string[]): Promise<DefinitionToCompute> {
  const offered = await ready(test.store, 'offered@1')
  for (const each of on) await archive(test.store, day(each, 10))
  return offered
}

async function runs(
  wanted: DefinitionToCompute | null,
  more: Partial<Parameters<typeof readPartitionRuns>[1]> = {},
): Promise<string[]> {
  const rows = await readPartitionRuns(test.store.pool, {
    first: '2026-10-01',
    last: '2026-10-31',
    versions: [
      {
        kpi: 'offered@1',
        definitionKey: wanted?.definitionKey ?? null,
        subject: 'conversation',
        fingerprint: wanted?.fingerprint ?? 'never registered',
        referenceFingerprint: wanted?.referenceFingerprint ?? '',
        retired: null,
      },
    ],
    toFetch: [],
    failed: [],
    ...more,
  })
  return rows.map(
    ({ state, cause, told, first, last, days: count, subjects, toReplay, changed }) =>
      `${state} ${cause}${told === null ? '' : ` (${told})`} ${first}..${last} ${count} d, ${subjects}/${toReplay}/${changed}`,
  )
}

describe('partitions of a version', () => {
  it('are missing in runs of days that follow one another, also before it was ever registered', async () => {
    const offered = await stored(...days)
    const expected = [
      'missing never-computed 2026-10-20..2026-10-22 3 d, 30/30/30',
      'missing never-computed 2026-10-24..2026-10-24 1 d, 10/10/10',
    ]
    expect(await runs(null)).toEqual(expected)
    expect(await runs(offered)).toEqual(expected)
  })

  it('stand once computed, and are dirty by the conversations that came since', async () => {
    const offered = await stored(...days)
    for (const each of days) await recompute(test.store, each, [offered])
    await archive(test.store, day('2026-10-21', 14))
    expect(await runs(offered)).toEqual([
      'current null 2026-10-20..2026-10-20 1 d, 10/10/10',
      'dirty facts 2026-10-21..2026-10-21 1 d, 14/4/4',
      'current null 2026-10-22..2026-10-22 1 d, 10/10/10',
      'current null 2026-10-24..2026-10-24 1 d, 10/10/10',
    ])
  })

  it('are stale under another meaning and under other tables, with the fingerprint of then', async () => {
    const offered = await stored(...days.slice(0, 2))
    await recompute(test.store, days[0], [offered])
    await recompute(test.store, days[1], [{ ...offered, referenceFingerprint: 'zones of then' }])
    expect(await runs(offered)).toEqual([
      'current null 2026-10-20..2026-10-20 1 d, 10/10/10',
      'stale reference-tables (zones of then) 2026-10-21..2026-10-21 1 d, 10/10/10',
    ])
    expect(await runs({ ...offered, fingerprint: 'other' })).toEqual([
      'stale meaning (offered@1 first) 2026-10-20..2026-10-21 2 d, 20/20/20',
    ])
  })

  it('are quarantined with the reason', async () => {
    const offered = await stored(days[0])
    const quarantined = { definitions: [offered], day: days[0], factsRevisions: { conversation: 1 } }
    await markDay(test.store.pool, { ...quarantined, detail: 'broken', runKey: 1, at: now })
    expect(await runs(offered)).toEqual([
      'quarantined could-not-be-computed (broken) 2026-10-20..2026-10-20 1 d, 10/10/10',
    ])
  })

  it('count where nothing is known yet, on days that are fetched or failed to be', async () => {
    const offered = await stored(days[0])
    await recompute(test.store, days[0], [offered])
    const toFetch = ['2026-10-20', '2026-10-21']
    const failed = [{ day: '2026-10-23', detail: 'no job finished' }]
    expect(await runs(offered, { toFetch, failed })).toEqual([
      'dirty to-be-fetched 2026-10-20..2026-10-20 1 d, 10/10/10',
      'missing to-be-fetched 2026-10-21..2026-10-21 1 d, 0/0/0',
      'failed export-failed (no job finished) 2026-10-23..2026-10-23 1 d, 0/0/0',
    ])
  })

  it('are dirty, and behind, once time has decided what was pending', async () => {
    const offered = await stored(days[0])
    await recompute(test.store, days[0], [offered])
    await test.store.pool.query(`UPDATE ledger SET pending_until = '2026-10-25T00:00Z', unfinished = 3`)
    const of = { first: days[0], last: days[0], definitionKeys: [offered.definitionKey] }
    expect(await readDaysBehind(test.store.pool, of)).toEqual([])
    expect(await runs(offered)).toEqual(['current null 2026-10-20..2026-10-20 1 d, 10/10/10'])
    await reachUntil('2026-10-25T00:00:00.000Z')
    expect(await runs(offered)).toEqual(['dirty time 2026-10-20..2026-10-20 1 d, 10/10/3'])
    expect(await readDaysBehind(test.store.pool, of)).toEqual([
      {
        day: days[0],
        definitionKey: offered.definitionKey,
        conversations: 3,
        hasResults: true,
        discarded: false,
        signedOff: false,
      },
    ])
  })
})

/** A file that vouches for everything up to then. */
async function reachUntil(instant: string): Promise<void> {
  const { rows } = await test.store.pool.query<{ exportKey: number }>(`
    INSERT INTO export (organisation, request_key, attempt, selection_rule, interval_start, interval_end, state, started_at)
    VALUES ('org', 'a file', 1, 'file', '2026-10-20T00:00Z', '2026-10-21T00:00Z', 'submitted', '2026-10-26T00:00Z')
    RETURNING export_key AS "exportKey"`)
  await completeExport(test.store, {
    exportKey: rows[0]?.exportKey ?? 0,
    dataAvailableUntil: parseInstant(instant),
    settled: false,
    at: now,
  })
}

describe('what fingerprints stand for', () => {
  const whole = { parameters: { targetSeconds: 20 }, codeHash: 'a', fold: 'fold@3', tzRelease: '2025b' }

  it('is kept once, completed where it was half known, and writes nothing the next time', async () => {
    const { pool } = test.store
    await pool.query(`INSERT INTO meaning VALUES ('f2', '{"parameters": {}}')`)
    const meanings = ['f1', 'f2'].map((fingerprint) => ({ fingerprint, basis: whole }))
    await keepMeanings(pool, meanings)
    const state = { tables: { agentZones: 'z1' }, zones: { 'Europe/London': 'l1' } }
    await keepReferenceState(pool, ['r1', 'r1', 'r2'], state)
    const versions = async () =>
      (
        await pool.query(
          'SELECT fingerprint, xmin, xmax FROM meaning UNION SELECT fingerprint, xmin, xmax FROM reference_state ORDER BY 1',
        )
      ).rows
    const before = await versions()
    await keepMeanings(pool, meanings)
    await keepReferenceState(pool, ['r2', 'r1'], { tables: {}, zones: {} })
    expect(await versions()).toEqual(before)
    const known = await readMeanings(pool, ['f1', 'f2', 'r1', 'unheard of'])
    expect(Object.fromEntries(known.meanings)).toEqual({ f1: whole, f2: whole })
    expect(Object.fromEntries(known.states)).toEqual({ r1: state })
  })
})
