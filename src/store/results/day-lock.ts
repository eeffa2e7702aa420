import type { PoolClient } from 'pg'

/** The lock under which a day is recomputed: an advisory one, of these two keys. */
export function dayLockKey(day: string): string {
  return `hashtext('retally.recompute'), ${day}::date - '2000-01-01'::date`
}

/**
 * Locks days until the transaction ends: nobody recomputes them meanwhile, and what was recomputed before can be seen by the next
 * statement. In order, so that two who lock several days never wait for each other.
 */
export async function lockDays(tx: PoolClient, days: Iterable<string>): Promise<void> {
  await tx.query(
    `
    SELECT pg_advisory_xact_lock(${dayLockKey('day')})
      FROM (SELECT DISTINCT day FROM unnest($1::date[]) AS d (day) ORDER BY day) AS in_order`,
    [[...days]],
  )
}
