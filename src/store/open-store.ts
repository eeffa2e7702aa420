import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { columnTypes } from './column-types'
import { castDatabaseError } from './database-error'
import { databaseLabel } from './database-label'
import { Dictionaries } from './dictionary'

/**
 * Everything the statements of this room need: connections, and what is worth remembering between them.
 * knex is met only in `migrate.ts`; statements are written as SQL and run by the driver, so that one pool
 * serves both ordinary queries and COPY streams.
 */
export interface Store {
  readonly pool: Pool
  readonly dictionaries: Dictionaries
  /** Partitioned tables' months that are known to exist, as `result 2026-10`. */
  readonly knownMonths: Set<string>
  /** Two connections at once, see `connection-pair.ts`. */
  pairQueue: Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  /** Connections at most, 8 unless told, never fewer than the two a recompute takes. */
  max?: number
}

/**
 * Opens a pool on the database and proves that it answers.
 *
 * @throws RetryableError `store.unreachable`, TerminalError `store.refused`
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const pool = new Pool(poolConfig(url, options))
  // A connection that dies fails the statement on it, or is replaced when idle. Without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (connection) => connection.on('error', () => {}))
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await pool.end()
    throw castDatabaseError(error, 'opening the store', databaseLabel(url))
  }
  let closed: Promise<void> | undefined
  return {
    pool,
    dictionaries: new Dictionaries(pool),
    knownMonths: new Set(),
    pairQueue: Promise.resolve(),
    close() {
      closed ??= pool.end()
      return closed
    },
  }
}

/**
 * Every session: our schema, UTC, and no JIT (compiling the wide sums of a roll-up takes longer than running them).
 */
export function poolConfig(url: string, options: StoreOptions = {}): PoolConfig {
  return {
    connectionString: url,
    max: Math.max(2, options.max ?? 8),
    application_name: 'retally',
    options: '-c search_path=retally -c TimeZone=UTC -c jit=off -c DateStyle=ISO',
    types: columnTypes,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  }
}

/** Runs `work` in a transaction on a connection of its own; whatever it throws rolls everything back. */
export async function inTransaction<T>(store: Store, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const connection = await store.pool.connect()
  let broken: Error | undefined
  try {
    await connection.query('BEGIN')
    const answer = await work(connection)
    await connection.query('COMMIT')
    return answer
  } catch (error) {
    await connection.query('ROLLBACK').catch((lost: Error) => {
      broken = lost
    })
    throw error
  } finally {
    connection.release(broken)
  }
}
