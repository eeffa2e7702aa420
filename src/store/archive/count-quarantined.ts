import type { Connection } from '../connection'

export interface QuarantinedInput {
  /** Conversations that began on the days asked for; one that is broken in two ways counts once. */
  conversations: number
  /** Records and lines whose day cannot be told. */
  withoutDay: number
  /** Of both kinds, those that somebody discarded: they wait for nobody, and are in no number. */
  discarded: number
}

/** Input in quarantine, or discarded from it, that may belong to the days from `first` to `last` (both included). */
export async function countQuarantined(
  db: Connection,
  range: { first: string; last: string },
): Promise<QuarantinedInput> {
  const { rows } = await db.query<QuarantinedInput>(
    `
    WITH input AS (
      SELECT * FROM quarantine
       WHERE state IN ('open', 'discarded') AND kind IN ('conversation', 'line')
         AND (day IS NULL OR day BETWEEN $1 AND $2)
    ), waiting AS (
      SELECT * FROM input WHERE state = 'open'
    ), discarded AS (
      SELECT * FROM input i
       WHERE state = 'discarded'
         AND NOT EXISTS (SELECT FROM waiting w WHERE w.conversation_id = i.conversation_id)
    )
    SELECT (count(DISTINCT conversation_id) FILTER (WHERE day IS NOT NULL)
             + count(*) FILTER (WHERE day IS NOT NULL AND conversation_id IS NULL))::int AS conversations,
           count(*) FILTER (WHERE day IS NULL)::int AS "withoutDay",
           (SELECT (count(DISTINCT conversation_id) + count(*) FILTER (WHERE conversation_id IS NULL))::int
              FROM discarded) AS discarded
      FROM waiting`,
    [range.first, range.last],
  )
  return rows[0] ?? { conversations: 0, withoutDay: 0, discarded: 0 }
}
