import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import knex from 'knex'
import { Pool } from 'pg'
import { migrations } from '../../migrations/index'
import { checkSchema, migrate, schemaState } from '../../src/store/migrate'
import { openStore } from '../../src/store/open-store'
import { freshDatabase, type TestDatabase } from '../setup/database'

let database: TestDatabase
let pool: Pool

beforeEach(async () => {
  database = await freshDatabase()
  pool = new Pool({ connectionString: database.url, options: '-c search_path=retally' })
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

describe('migrations', () => {
  it('are listed once each, in the order of their numbers, as the files are named', () => {
    const files = readdirSync(join(__dirname, '..', '..', 'migrations'))
      .filter((file) => /^\d{4}_.*\.ts$/.test(file))
      .sort()
    expect(migrations.map((migration) => `${migration.name}.ts`)).toEqual(files)
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, i) => i + 1))
  })

  it('have nothing to do on a database that is up to date', async () => {
    expect(await migrate(database.url)).toEqual({ applied: [] })
    expect(await schemaState(database.url)).toMatchObject({ pending: [], unknown: [] })
    await expect(checkSchema(pool)).resolves.toBeUndefined()
  })

  it('run once when several processes migrate a new database together', async () => {
    await pool.query('DROP SCHEMA retally CASCADE')
    const done = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
    expect(done.flatMap((each) => each.applied).sort()).toEqual(migrations.map((migration) => migration.name))
  })

  it('go on after a migrator was killed while it held the lock', async () => {
    await pool.query('DROP SCHEMA retally CASCADE')
    await migrate(database.url)
    await pool.query('UPDATE migration_lock SET is_locked = 1')
    await expect(migrate(database.url)).resolves.toEqual({ applied: [] })
  })

  it('can all be undone', async () => {
    const { rows: before } = await pool.query(
      `SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'retally'::regnamespace`,
    )
    expect(before[0].n).toBeGreaterThan(20)
    const db = knex({
      client: 'pg',
      connection: { connectionString: database.url, options: '-c search_path=retally' },
    })
    try {
      for (const migration of [...migrations].reverse()) await migration.down(db)
    } finally {
      await db.destroy()
    }
    const { rows } = await pool.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'retally'::regnamespace AND relkind IN ('r', 'p', 'v') ORDER BY 1`,
    )
    expect(rows.map((row) => row.relname)).toEqual(['migration', 'migration_lock'])
  })
})

describe('a database that does not fit', () => {
  it('is refused, untouched, when newer code migrated it', async () => {
    await pool.query(`INSERT INTO migration (name, batch, migration_time) VALUES ('0999_future', 9, now())`)
    const refusal = {
      code: 'store.newer-schema',
      retryable: false,
      message: expect.stringContaining('0999_future'),
    }
    await expect(migrate(database.url)).rejects.toMatchObject(refusal)
    await expect(checkSchema(pool)).rejects.toMatchObject(refusal)
    expect(await schemaState(database.url)).toMatchObject({ unknown: ['0999_future'] })
  })

  it('is named when it was never migrated', async () => {
    await pool.query('DROP SCHEMA retally CASCADE')
    await expect(checkSchema(pool)).rejects.toMatchObject({
      code: 'store.not-migrated',
      advice: 'Run `retally migrate`.',
    })
  })

  it('is worth another try when nothing answers, and not when it refuses us', async () => {
    const silent = new URL(database.url)
    silent.port = '1'
    await expect(openStore(silent.href)).rejects.toMatchObject({ code: 'store.unreachable', retryable: true })
    await expect(migrate(silent.href)).rejects.toMatchObject({ code: 'store.unreachable' })
    const absent = new URL(database.url)
    absent.pathname = '/no_such_database'
    await expect(openStore(absent.href)).rejects.toMatchObject({ code: 'store.refused', retryable: false })
  })
})
