import type { PoolClient } from 'pg'

/** The lock under which a day (`$1`) is recomputed. */
export const dayLockKey = `hashtext('retally.recompute'), $1::date - '2000-01-01'::date`

/**
 * Locks days until the transaction ends: nobody recomputes them meanwhile, and what was recomputed before can be seen by the next
 * statement. In order, so that two who lock several days never wait for each other.
 */
export async function lockDays(tx: PoolClient, days: Iterable<string>): Promise<void> {
  for (const day of [...new Set(days)].sort())
    await tx.query(`SELECT pg_advisory_xact_lock(${dayLockKey})`, [day])
}
