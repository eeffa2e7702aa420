import type { EstimatedRun } from '../../planning/estimate-errors'
import type { Connection } from '../connection'
import { stoppedAtBudget } from '../runs/stopped-at-budget'

/**
 * The newest runs that went through all of their plan, each with what was estimated, what it took, and what was delivered of it. What
 * another run of the workflow did of a plan that was cut short is less than the plan, and tells nothing of it.
 *
 * The delivery that tells is the next one to a sink that covers the plan's days and is a run of its own, unless another run computed
 * meanwhile: a night sends what is of its own days, and of two runs nobody can say whose items were sent.
 */
export async function readEstimatedRuns(db: Connection, limit: number): Promise<EstimatedRun[]> {
  const { rows } = await db.query<EstimatedRun>(
    `
    WITH applied AS MATERIALIZED (
      SELECT p.applied_at, p.body -> 'estimate' AS estimate, p.body -> 'order' AS planned, r.*
        FROM plan p
        JOIN LATERAL (SELECT run_key, started_at, took,
                             state IN ('done', 'partial') AND NOT ${stoppedAtBudget} AS went_through
                        FROM run
                       WHERE run.workflow_id = p.workflow_id AND run.run_key > p.after_run
                       ORDER BY run_key LIMIT 1) r ON r.went_through AND r.took IS NOT NULL
       ORDER BY p.applied_at DESC LIMIT $1
    )
    SELECT estimate, (planned ->> 'force')::boolean AS force, took, coalesce(delivered.sent, '[]') AS sent
      FROM applied a
     CROSS JOIN LATERAL (
           SELECT json_agg(json_build_object('sink', d.sink, 'items', b.items, 'requests', b.requests)) AS sent
             FROM (SELECT DISTINCT ON (input ->> 'sink') run_key, started_at, input ->> 'sink' AS sink
                     FROM run
                    WHERE kind = 'deliver' AND run_key > a.run_key AND state IN ('done', 'partial')
                      AND input ->> 'from' <= planned ->> 'first' AND input ->> 'to' >= planned ->> 'last'
                    ORDER BY input ->> 'sink', run_key) AS d
            CROSS JOIN LATERAL (SELECT coalesce(sum(items), 0) AS items, coalesce(sum(attempts), 0) AS requests
                                  FROM metric_sync_log WHERE run_key = d.run_key) AS b
            WHERE NOT EXISTS (SELECT FROM run AS other
                               WHERE other.run_key <> a.run_key AND other.kind IN ('backfill', 'nightly')
                                 AND other.started_at <= d.started_at
                                 AND coalesce(other.finished_at, other.started_at + interval '1 day') >= a.started_at)
           ) AS delivered
     ORDER BY applied_at DESC`,
    [limit],
  )
  return rows
}
