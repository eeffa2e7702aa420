import type { PoolClient } from 'pg'
import type { Instant } from '../time/instant'
import { inTransaction, type Store } from './open-store'

/** Reads in a transaction that sees one moment throughout, whatever is committed meanwhile. */
export async function inSnapshot<T>(store: Store, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(store, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return work(tx)
  })
}

/** When the transaction began, by the database's clock. */
export async function readClock(tx: PoolClient): Promise<Instant> {
  const { rows } = await tx.query<{ now: Instant }>('SELECT now() AS now')
  return (rows[0] as { now: Instant }).now
}
