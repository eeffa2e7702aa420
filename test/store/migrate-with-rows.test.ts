import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import knex, { type Knex } from 'knex'
import { migrations, type NamedMigration } from '../../migrations/index'
import { decideQuarantine } from '../../src/store/archive/decide-quarantine'
import { quarantineDay } from '../../src/store/archive/quarantine-day'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { markDay } from '../../src/store/results/ledger'
import { recordZoneRules } from '../../src/store/zone-rules/record-zone-rules'
import { describeSchema } from './describe-schema'
import { columnsOf, contents, fillEmptyTables, type Row } from './every-table'
import { archive, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const DAY = '2026-10-20'
const KPI = 'adjusted-average-handle-time'

let test: TestStore
let db: Knex
beforeEach(async () => {
  test = await freshStore()
  db = knex({
    client: 'pg',
    connection: { connectionString: test.url, options: '-c search_path=retally' },
  })
  const versions = [await ready(test.store, `${KPI}@1`), await ready(test.store, `${KPI}@2`)]
  await archive(test.store, day(DAY, 12))
  await recompute(test.store, DAY, versions)
  await publishDefinition(test.store, {
    name: KPI,
    version: 2,
    at: now + 1000,
    by: 'ana',
    why: 'as agreed',
    since: '2026-10-21',
  })
  // What replaces published rows leaves them in the past.
  const later = day(DAY, 12).map((story) => ({
    ...story,
    startedAt: story.startedAt.replace(':00.000', ':30.000'),
  }))
  await archive(test.store, later, { observedAt: '2026-11-11T00:00:00.000Z' })
  await recompute(test.store, DAY, versions, { runKey: 2, at: now + 2000 })
  await discardADay(versions)
}, 60_000)
afterEach(async () => {
  await db.destroy()
  await test.drop()
})

async function discardADay(definitions: readonly DefinitionToCompute[]): Promise<void> {
  const { pool } = test.store
  const failed = { day: '2026-10-25', detail: 'broken facts', at: now }
  await markDay(pool, { ...failed, definitions, factsRevisions: null, runKey: 1 })
  await quarantineDay(pool, { ...failed, organisation: 'org', reason: 'recompute-failed', source: 'run 1' })
  await decideQuarantine(test.store, { action: 'discard', entries: [1], by: 'ana', why: 'closed', at: now })
}

const nameOf = ({ name }: NamedMigration) => name.replace(/^\d+_/, '')

/** Undoes everything above a migration, and that as well. */
async function backBefore(name: string): Promise<NamedMigration[]> {
  const from = migrations.findIndex((migration) => nameOf(migration) === name)
  const undone = migrations.slice(from)
  for (const migration of [...undone].reverse()) await migration.down(db)
  return undone
}

/**
 * What else than its own tables and columns a migration's way back loses or changes, as its file says: one state or row where there were
 * more, or a form that older code cannot read.
 */
const documented: Record<string, string[]> = {
  // What was discarded waits again.
  quarantine_decisions: ['ledger', 'quarantine'],
  // One period of each KPI.
  publications: ['kpi_publication'],
  // The names that hold now.
  reference_tables: ['wrap_up_code'],
  // Bytes are no text: the next recompute folds them again.
  facts_as_bytes: ['facts'],
}

const without = (rows: readonly Row[], columns: ReadonlySet<string>): string[] =>
  rows
    .map((row) =>
      JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name)))),
    )
    .sort()

describe('each migration, on a database with rows in every table', () => {
  it('can be undone and done again, and loses nothing but what its file says', async () => {
    await recordZoneRules(test.store.pool, new Set(['Europe/London']))
    expect(await fillEmptyTables(test.store.pool)).toEqual([])
    const changed: Record<string, string[]> = {}
    for (const migration of [...migrations].reverse()) {
      const before = await contents(test.store.pool)
      await migration.down(db)
      const kept = await columnsOf(test.store.pool)
      await migration.up(db)
      const after = await contents(test.store.pool)
      const differing = [...kept].filter(([table, columns]) => {
        const [was, is] = [before.get(table), after.get(table)]
        return (
          was !== undefined &&
          is !== undefined &&
          without(was, columns).join() !== without(is, columns).join()
        )
      })
      if (differing.length > 0) changed[nameOf(migration)] = differing.map(([table]) => table).sort()
      await migration.down(db)
    }
    expect(changed).toEqual(documented)
    for (const migration of migrations) await migration.up(db)
    const schema = join(__dirname, '..', '..', 'docs', 'schema.sql')
    expect(await describeSchema(test.store.pool)).toBe(readFileSync(schema, 'utf8'))
  }, 120_000)
})

describe('the migration of publications', () => {
  const published = async (view: string) =>
    (
      await test.store.pool.query(
        `SELECT metric_version AS version, count(*)::int FROM ${view} GROUP BY 1 ORDER BY 1`,
      )
    ).rows

  it('undone leaves each KPI the version of its last period, with all rows; done again begins the account with that', async () => {
    const { pool } = test.store
    const rows = async () => (await contents(pool)).get('result')
    const results = await rows()
    expect((await pool.query('SELECT action FROM publication ORDER BY publication_key')).rows).toEqual([
      { action: 'first' },
      { action: 'promote' },
    ])
    const past = await pool.query('SELECT count(*)::int FROM result_past')
    expect(past.rows[0].count).toBeGreaterThan(0)
    const byVersion = await published('published_by_version')

    const undone = await backBefore('publications')
    expect(
      (
        await pool.query(
          'SELECT version, by_whom FROM kpi_publication JOIN kpi_definition USING (definition_key)',
        )
      ).rows,
    ).toEqual([{ version: 2, by_whom: 'ana' }])
    expect(await rows()).toEqual(results)
    expect(await published('published_by_version')).toEqual(byVersion)
    const last = byVersion.filter(({ version }) => version === 2)
    expect(await published('published_current')).toEqual(last)

    for (const migration of undone) await migration.up(db)
    expect(
      (await pool.query(`SELECT action, why, stands IS NOT NULL AS stands FROM publication`)).rows,
    ).toEqual([{ action: 'first', why: 'it was published when this account was begun', stands: true }])
    for (const view of ['published_current', 'published_effective', `published_as_of('2027-01-01Z')`])
      expect(await published(view)).toEqual(last)
    expect(await rows()).toEqual(results)
  }, 120_000)
})
