import type { RunUnderWay } from '../../planning/standing'
import type { Connection } from '../connection'

/** What runs over ranges of days that have not ended were asked to compute. A night says nothing of days before it has planned. */
export async function readRunsUnderWay(db: Connection): Promise<RunUnderWay[]> {
  const { rows } = await db.query<RunUnderWay>(`
    SELECT input -> 'kpis' AS kpis, input ->> 'from' AS first, input ->> 'to' AS last,
           skipped_days::text[] AS "skippedDays"
      FROM run
     WHERE state = 'running' AND kind = 'backfill' AND input IS NOT NULL
     ORDER BY run_key`)
  return rows
}
