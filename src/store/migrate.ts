import type { Knex } from 'knex'
import { migrations, type NamedMigration } from '../../migrations/index'
import { TerminalError } from '../errors'
import type { Connection } from './connection'
import { castDatabaseError } from './database-error'
import { databaseLabel } from './database-label'

export interface SchemaState {
  applied: string[]
  pending: string[]
  /** Applied by newer code: names this version has never heard of. */
  unknown: string[]
}

/**
 * Brings the database's schema up to this version. Any number of processes may call it at once: one works, the
 * others wait. A migrator that was killed leaves nothing locked, since the lock is the session's.
 *
 * @throws TerminalError `store.newer-schema` when newer code migrated this database
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  return withKnex(url, 'migrating the database', async (db) => {
    return db.transaction(async (lock) => {
      await lock.raw('SELECT pg_advisory_xact_lock(?)', [migrationLock])
      await db.raw('CREATE SCHEMA IF NOT EXISTS retally')
      refuseNewer(await readState(db))
      if (await db.schema.withSchema('retally').hasTable('migration_lock')) {
        await db.migrate.forceFreeMigrationsLock(migrationConfig)
      }
      const [, applied] = (await db.migrate.latest(migrationConfig)) as [number, string[]]
      return { applied }
    })
  })
}

/** What is applied, what is pending, and what only newer code knows. */
export async function schemaState(url: string): Promise<SchemaState> {
  return withKnex(url, 'reading the state of the schema', readState)
}

/**
 * What `migrate` would do.
 *
 * @throws TerminalError `store.newer-schema` where it would refuse
 */
export async function planMigration(url: string): Promise<Pick<SchemaState, 'applied' | 'pending'>> {
  const state = await schemaState(url)
  refuseNewer(state)
  return { applied: state.applied, pending: state.pending }
}

/**
 * For everything that needs the schema exactly as this version knows it.
 *
 * @throws TerminalError `store.newer-schema` or `store.not-migrated`
 */
export async function checkSchema(db: Connection): Promise<void> {
  const { rows: present } = await db.query<{ present: boolean }>(
    `SELECT to_regclass('retally.migration') IS NOT NULL AS present`,
  )
  const { rows } = present[0]?.present
    ? await db.query<{ name: string }>('SELECT name FROM migration ORDER BY id')
    : { rows: [] }
  const state = compare(rows.map((row) => row.name))
  refuseNewer(state)
  if (state.pending.length > 0) {
    throw new TerminalError(
      `The database lacks ${state.pending.length} migration(s), from ${state.pending[0]} on.`,
      {
        code: 'store.not-migrated',
        fields: { pending: state.pending.length },
        advice: 'Run `retally migrate`.',
      },
    )
  }
}

/** Any fixed number will do; it only has to be ours. */
const migrationLock = 727_406_325

const migrationConfig: Knex.MigratorConfig = {
  schemaName: 'retally',
  tableName: 'migration',
  migrationSource: {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration: NamedMigration) => migration.name,
    getMigration: async (migration: NamedMigration) => migration,
  },
}

async function withKnex<T>(url: string, doing: string, work: (db: Knex) => Promise<T>): Promise<T> {
  // Here and not above: whoever only reads needs none of it, and would wait a tenth of a second for it.
  const { knex } = require('knex') as typeof import('knex')
  const db = knex({
    client: 'pg',
    connection: { connectionString: url, options: '-c search_path=retally', connectionTimeoutMillis: 10_000 },
    pool: { min: 0, max: 3 },
    // What fails is thrown; knex's own words on the console would only double it.
    log: { warn() {}, error() {}, deprecate() {}, debug() {} },
  })
  try {
    return await work(db)
  } catch (error) {
    throw castDatabaseError(error, doing, databaseLabel(url))
  } finally {
    await db.destroy()
  }
}

async function readState(db: Knex): Promise<SchemaState> {
  const present = await db.schema.withSchema('retally').hasTable('migration')
  const rows = present
    ? await db.withSchema('retally').from('migration').orderBy('id').select<{ name: string }[]>('name')
    : []
  return compare(rows.map((row) => row.name))
}

function compare(applied: string[]): SchemaState {
  const known = migrations.map((migration) => migration.name)
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  }
}

function refuseNewer(state: SchemaState): void {
  if (state.unknown.length === 0) return
  throw new TerminalError(
    `The database was migrated by a newer version of Retally: ${state.unknown.join(', ')} is unknown to this one.`,
    {
      code: 'store.newer-schema',
      fields: { unknown: state.unknown.length },
      advice: 'Run the newer version, or point DATABASE_URL to another database. Nothing was changed.',
    },
  )
}
