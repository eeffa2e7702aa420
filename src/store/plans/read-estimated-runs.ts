import type { Estimate } from '../../planning/estimate'
import type { Took } from '../../planning/past-work'
import type { Connection } from '../connection'

/** The newest runs that went through all of their plan, each with what was estimated and what it took. */
export async function readEstimatedRuns(
  db: Connection,
  limit: number,
): Promise<{ estimate: Estimate; took: Took; force: boolean }[]> {
  const { rows } = await db.query<{ estimate: Estimate; took: Took; force: boolean }>(
    `
    SELECT p.body -> 'estimate' AS estimate, (p.body -> 'order' ->> 'force')::boolean AS force, r.took
      FROM plan p
      JOIN LATERAL (SELECT took FROM run
                     WHERE run.workflow_id = p.workflow_id AND run.run_key > p.after_run
                       AND run.state IN ('done', 'partial') AND run.took IS NOT NULL
                     ORDER BY run_key LIMIT 1) r ON true
     ORDER BY p.applied_at DESC LIMIT $1`,
    [limit],
  )
  return rows
}
