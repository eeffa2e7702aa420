import type { Connection } from '../connection'

/**
 * The oldest local date, not before `since`, on which one of these sinks holds a place in doubt: a delivery went wrong there and
 * nothing was delivered since. Null when there is none. Deliveries send the oldest dates first, so whatever that one left out
 * lies on this date or later.
 */
export async function readOldestUnanswered(
  db: Connection,
  which: { sinks: readonly string[]; since: string },
): Promise<string | null> {
  const { rows } = await db.query<{ date: string | null }>(
    `
    SELECT min(i.date) AS date
      FROM metric_sync_item i
      JOIN metric_sync_log l USING (batch_key)
     WHERE i.outcome IN ('pending', 'retry') AND i.date >= $2 AND l.sink = ANY ($1)`,
    [which.sinks, which.since],
  )
  return rows[0]?.date ?? null
}
