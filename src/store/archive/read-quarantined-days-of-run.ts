import type { Connection } from '../connection'

/**
 * Of the days from `first` to `last` (both included), those that failed in a run of this workflow and are still in quarantine, whoever
 * failed on them since. Of a run that ended before it noted its failures, those that may have: seen to fail before it ended and after it
 * began.
 */
export async function readQuarantinedDaysOfRun(
  db: Connection,
  of: { organisation: string; workflowId: string; first: string; last: string },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    `
    SELECT DISTINCT q.day
      FROM quarantine q
      JOIN run r ON r.workflow_id = $2
     WHERE q.kind = 'day' AND q.state = 'open' AND q.organisation = $1 AND q.day BETWEEN $3 AND $4
       AND CASE WHEN r.receipt ? 'failedDays' THEN r.receipt -> 'failedDays' ? q.day::text
                ELSE (r.receipt -> 'quarantinedDays')::int > 0
                     AND q.first_seen <= r.finished_at AND q.last_seen >= r.started_at END
     ORDER BY q.day`,
    [of.organisation, of.workflowId, of.first, of.last],
  )
  return rows.map(({ day }) => day)
}
