import type { Instant } from '../time/instant'
import type { Connection } from './connection'

/** When the next request of an organisation is due by its budget; null where it never made one. */
export async function readRateLimitedUntil(db: Connection, organisation: string): Promise<Instant | null> {
  const { rows } = await db.query<{ until: Instant | null }>(
    `
    SELECT tat AS until FROM rate_budget
     WHERE organisation = $1 AND bucket NOT LIKE '%/yielding' AND tat > '-infinity'
     ORDER BY tat DESC LIMIT 1`,
    [organisation],
  )
  return rows[0]?.until ?? null
}
