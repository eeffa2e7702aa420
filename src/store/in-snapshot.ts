import type { PoolClient } from 'pg'
import { inTransaction, type Store } from './open-store'

/** Reads in a transaction that sees one moment throughout, whatever is committed meanwhile. */
export async function inSnapshot<T>(store: Store, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(store, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return work(tx)
  })
}
