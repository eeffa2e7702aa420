import type { PoolClient } from 'pg'

/**
 * Notes what drift moved, in the transaction of the recompute that follows it, once rows and roll-ups are what they shall be: for each
 * definition that stood on facts from before the drift, and each UTC day on which its rows changed, the sums of all that it observed on
 * that day, as they were and as they are. What was taken off and added is in `row_change`, so nothing need be summed beforehand.
 *
 * Of definitions that were computed anew as a whole nothing is noted: their meaning, their zones or time moved them as well, and
 * nobody could tell which did. A day without drift costs one look at an index.
 */
export async function noteDriftedCells(tx: PoolClient, day: string, runKey: number): Promise<void> {
  await tx.query(
    `
    WITH drifted AS MATERIALIZED (
      SELECT r.definition_key, max(d.export_key) AS export_key
        FROM replaced r
        JOIN drift d ON d.day = $1 AND (d.revisions ->> r.subject)::bigint > r.changed_after
       GROUP BY r.definition_key
    ), moved AS (
      SELECT definition_key, export_key, (at AT TIME ZONE 'UTC')::date AS observed_on,
             count(*) FILTER (WHERE sign = 1) AS rows_written, count(*) FILTER (WHERE gone) AS rows_deleted,
             coalesce(sum(sign) FILTER (WHERE flags & 1 = 0), 0) AS more,
             sum_parts(parts) FILTER (WHERE sign = 1 AND flags & 1 = 0) AS came,
             sum_parts(parts) FILTER (WHERE sign = -1 AND flags & 1 = 0) AS went
        FROM drifted
        JOIN row_change USING (definition_key)
       GROUP BY 1, 2, 3
    )
    INSERT INTO drift_cell (day, export_key, definition_key, observed_on, run_key, rows_written, rows_deleted,
                            observations_before, observations_after, parts_before, parts_after)
    SELECT $1, export_key, m.definition_key, observed_on, $2, rows_written, rows_deleted, s.observations - more, s.observations,
           ARRAY(SELECT coalesce(stands, 0) - coalesce(came, 0) + coalesce(went, 0)
                   FROM ROWS FROM (unnest(s.parts), unnest(m.came), unnest(m.went)) WITH ORDINALITY AS p (stands, came, went, n)
                  ORDER BY n),
           s.parts
      FROM moved m
     CROSS JOIN LATERAL (
           SELECT coalesce(sum(observations), 0) AS observations, coalesce(sum_parts(parts), '{}') AS parts
             FROM rollup
            WHERE definition_key = m.definition_key
              AND interval_start >= observed_on::timestamp AT TIME ZONE 'UTC'
              AND interval_start < (observed_on + 1)::timestamp AT TIME ZONE 'UTC') s
     ORDER BY m.definition_key, observed_on
        ON CONFLICT (day, export_key, definition_key, observed_on) DO NOTHING`,
    [day, runKey],
  )
}
