/** What a re-run of a day costs when nothing changed, or little: rows, and the server's write-ahead log. */
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { rowVersions } from './row-versions'
import { archive, freshStore, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const DAY = '2026-10-20'

let test: TestStore
let definitions: DefinitionToCompute[]
beforeAll(async () => {
  test = await freshStore()
  await test.store.pool.query('CREATE EXTENSION pg_walinspect')
  definitions = []
  for (const kpi of ['offered@1', 'average-handle-time@1', 'adjusted-average-handle-time@2'])
    definitions.push(await ready(test.store, kpi))
})
afterAll(() => test.drop())

/** Bytes of log about the tables of this database and their indexes, whoever else writes on the server. */
async function logOf(work: () => Promise<unknown>): Promise<number> {
  const { pool } = test.store
  const before = await logPosition()
  await work()
  const after = await logPosition()
  const { rows } = await pool.query<{ bytes: number }>(
    `SELECT coalesce(sum(block_data_length + block_fpi_length), 0)::int AS bytes
       FROM pg_get_wal_block_info($1, $2)
      WHERE reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND relfilenode IN (SELECT pg_relation_filenode(oid) FROM pg_class WHERE relnamespace = 'retally'::regnamespace)`,
    [before, after],
  )
  return rows[0]?.bytes ?? Number.NaN
}

/** Up to there all is written: this server commits without waiting for it. */
async function logPosition(): Promise<string> {
  const { rows } = await test.store.pool.query<{ at: string }>(
    'SELECT pg_current_wal_insert_lsn()::text AS at',
  )
  await test.store.pool.query(`
    BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_logical_emit_message(true, 'test', 'here'); COMMIT`)
  return rows[0]?.at as string
}

/** Of a table, in bytes. */
const onePage = 8192

const tables = [
  'result',
  'rollup',
  'ledger',
  'computation',
  'result_past',
  'conversation',
  'facts',
  'subject_day',
]

describe('a day that is computed again', () => {
  it('writes no row and next to no log when nothing changed, and a tenth of its rows when a tenth changed', async () => {
    const stories = day(DAY, 150)
    await archive(test.store, stories, { observedAt: '2026-10-21T00:00:00.000Z' })
    const first = await logOf(() => recompute(test.store, DAY, definitions))
    // Whoever reads a row first may note on its page that it is committed.
    await recompute(test.store, DAY, definitions, { runKey: 2 })
    const before = await rowVersions(test.store.pool, tables)
    const unchanged = await logOf(() => recompute(test.store, DAY, definitions, { runKey: 2 }))
    expect(await rowVersions(test.store.pool, tables)).toEqual(before)

    const longer = stories.slice(0, 15).map((story) => ({
      ...story,
      legs: story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + 5000 })),
    }))
    await archive(test.store, longer, { observedAt: '2026-10-22T00:00:00.000Z' })
    let written = 0
    const changed = await logOf(async () => {
      for (const { rowsWritten } of await recompute(test.store, DAY, definitions, { runKey: 3 }))
        written += rowsWritten
    })
    // Fifteen of one definition, and of the other the five whose agent works by day; nobody was offered otherwise.
    expect(written).toBe(20)
    expect(unchanged).toBeLessThan(onePage)
    expect(changed).toBeLessThan(first / 2)
  })
})
