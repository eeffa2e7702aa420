import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** UTC days, both included, that a run under way is to fetch where they are missing. */
export interface DaysBeingFetched {
  from: string
  to: string
  /** Days among them that it leaves out. */
  skippedDays: string[]
}

/**
 * The ranges of the backfills under way that fetch what is missing (or their days, of one that was given some), and that have begun or
 * asked for an export since `aliveSince`: one that is paused, or was ended from outside, leaves its days to others.
 */
export async function readDaysBeingFetched(
  db: Connection,
  of: { organisation: string; aliveSince: Instant },
): Promise<DaysBeingFetched[]> {
  const { rows } = await db.query<DaysBeingFetched>(
    `
    SELECT coalesce(day, input ->> 'from') AS "from", coalesce(day, input ->> 'to') AS "to",
           skipped_days::text[] AS "skippedDays"
      FROM run
      LEFT JOIN jsonb_array_elements_text(input -> 'days') AS given (day) ON true
     WHERE kind = 'backfill' AND state = 'running' AND NOT paused
       AND input ->> 'organisation' = $1
       AND input ->> 'export' IN ('missing', 'again') AND input ->> 'only' IS NULL
       AND (started_at >= $2
            OR EXISTS (SELECT FROM export e WHERE e.run_key = run.run_key AND coalesce(e.finished_at, e.started_at) >= $2))`,
    [of.organisation, formatInstant(of.aliveSince)],
  )
  return rows
}
