import type { DayRange } from '../../time/day-span'
import type { Connection } from '../connection'

export interface DayPage {
  /** UTC days of conversation start, `YYYY-MM-DD`, in the order asked for. */
  days: string[]
  /** Days left in the range, these included. */
  remaining: number
}

interface DaysToTake extends DayRange {
  order: 'oldest-first' | 'newest-first'
  /** The last day that was already taken, or null. */
  after: string | null
  limit: number
}

/** Days of a range on which archived conversations started, or of which agents' days are told, page by page. */
export async function daysWithConversations(db: Connection, range: DaysToTake): Promise<DayPage> {
  const newestFirst = range.order === 'newest-first'
  const { rows } = await db.query<{ day: string; remaining: number }>(
    `
    SELECT day, count(*) OVER () AS remaining
      FROM (SELECT DISTINCT day FROM subject_day WHERE subject IN ('conversation', 'agent-day')) AS d
     WHERE day BETWEEN $1 AND $2
       AND ($3::date IS NULL OR CASE WHEN $4 THEN day < $3 ELSE day > $3 END)
     ORDER BY CASE WHEN $4 THEN day END DESC, day
     LIMIT $5`,
    [range.first, range.last, range.after, newestFirst, range.limit],
  )
  return { days: rows.map(({ day }) => day), remaining: Number(rows[0]?.remaining ?? 0) }
}
