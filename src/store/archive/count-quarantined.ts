import type { Connection } from '../connection'

export interface QuarantinedInput {
  /** Conversations that began on the days asked for; one that is broken in two ways counts once. */
  conversations: number
  /** Records and lines whose day cannot be told. */
  withoutDay: number
}

/** Input in quarantine that may belong to the days from `first` to `last` (both included). */
export async function countQuarantined(
  db: Connection,
  range: { first: string; last: string },
): Promise<QuarantinedInput> {
  const { rows } = await db.query<QuarantinedInput>(
    `
    SELECT (count(DISTINCT conversation_id) FILTER (WHERE day IS NOT NULL)
             + count(*) FILTER (WHERE day IS NOT NULL AND conversation_id IS NULL))::int AS conversations,
           count(*) FILTER (WHERE day IS NULL)::int AS "withoutDay"
      FROM quarantine
     WHERE state = 'open' AND kind IN ('conversation', 'line')
       AND (day IS NULL OR day BETWEEN $1 AND $2)`,
    [range.first, range.last],
  )
  return rows[0] ?? { conversations: 0, withoutDay: 0 }
}
