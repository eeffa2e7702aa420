import type { Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { utcDay, utcDayInterval } from '../../time/local-date'
import type { Connection } from '../connection'

/** The UTC days, as a whole, in which definitions have observations; null where they have none. */
export async function readPostedRange(
  db: Connection,
  definitionKeys: readonly number[],
): Promise<Interval | null> {
  const { rows } = await db.query<{ first: Instant | null; last: Instant | null }>(
    'SELECT min(interval_start) AS first, max(interval_start) AS last FROM rollup WHERE definition_key = ANY ($1::int[])',
    [definitionKeys],
  )
  const { first = null, last = null } = rows[0] ?? {}
  if (first === null || last === null) return null
  return { start: utcDayInterval(utcDay(first)).start, end: utcDayInterval(utcDay(last)).end }
}
