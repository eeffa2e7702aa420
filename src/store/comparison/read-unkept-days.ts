import type { DayRange } from '../../time/day-span'
import { formatInstant, type Instant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'

/**
 * The UTC days of a range on which rows of a version were replaced after a moment and not kept, since the version had never been
 * published when they were: what was known of them at the moment cannot be told any more.
 */
export async function readUnkeptDays(
  db: Connection,
  definitionKey: number,
  moment: Instant,
  { first, last }: DayRange,
): Promise<LocalDate[]> {
  const { rows } = await db.query<{ day: LocalDate }>(
    `
    SELECT DISTINCT c.day
      FROM computation c
     WHERE c.definition_key = $1 AND c.day BETWEEN $3 AND $4 AND c.computed_at > $2 AND c.written + c.deleted > 0
       AND c.computed_at < coalesce((SELECT min(at) FROM publication WHERE to_key = $1 AND stands IS NOT NULL), 'infinity')
       AND EXISTS (SELECT FROM computation b
                    WHERE b.definition_key = $1 AND b.day = c.day AND b.computed_at <= $2 AND b.rows > 0)
     ORDER BY c.day`,
    [definitionKey, formatInstant(moment), first, last],
  )
  return rows.map(({ day }) => day)
}
