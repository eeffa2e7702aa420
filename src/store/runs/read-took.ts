import type { Connection } from '../connection'
import { bytesFilled } from './bytes-filled'

/** What a run came to, so far; it is kept with the run when that ends. */
export interface RunTook {
  /** Days it computed something on or exported. */
  days: number
  /** To the platform: its exports and its look-ups. */
  requests: number
  conversations: number
  /** Read by at least one definition. */
  subjects: number
  /** Written. */
  rows: number
  /**
   * What the disk holds more of what runs fill than when it began. Null where that cannot be told: another run filled it as well, or it
   * began before this was kept.
   */
  bytes: number | null
  /** From start to end, and what exports and computations took of it, one after the other. */
  ms: number
  exportMs: number
  computeMs: number
}

/**
 * Adds up what a run did. Its exports are those it asked for first: one that it shares is the other run's.
 */
export async function readTook(db: Connection, runKey: number, endedAt: string): Promise<RunTook> {
  const { rows } = await db.query<RunTook>(
    `
    WITH this AS (
      SELECT * FROM run WHERE run_key = $1
    ), exported AS (
      SELECT e.*
        FROM export e
       WHERE e.run_key = $1
    ), computed AS (
      SELECT k.subject, c.day, max(c.subjects_read) AS subjects, sum(c.written) AS rows, sum(c.elapsed_ms) AS ms
        FROM computation c
        JOIN kpi_definition k USING (definition_key)
       WHERE c.run_key = $1
       GROUP BY k.subject, c.day
    ), beside AS (
      SELECT FROM run, this
       WHERE run.run_key <> $1 AND run.kind NOT IN ('deliver', 'reconcile')
         AND run.started_at <= $2 AND coalesce(run.finished_at, run.started_at + interval '1 day') >= this.started_at
    )
    SELECT (SELECT count(*) FROM (SELECT day FROM computed
                                   UNION SELECT (interval_start AT TIME ZONE 'UTC')::date FROM exported) AS d) AS days,
           this.requests + (SELECT coalesce(sum(requests), 0) FROM exported) AS requests,
           (SELECT coalesce(sum(conversations), 0) FROM exported WHERE selection_rule = 'job-activity') AS conversations,
           (SELECT coalesce(sum(subjects), 0) FROM computed) AS subjects,
           (SELECT coalesce(sum(rows), 0) FROM computed) AS rows,
           CASE WHEN NOT EXISTS (SELECT FROM beside) THEN ${bytesFilled} - this.bytes_before END AS bytes,
           extract(epoch FROM $2::timestamptz - this.started_at)::float8 * 1000 AS ms,
           (SELECT coalesce(sum(extract(epoch FROM finished_at - started_at)), 0)::float8 * 1000 FROM exported) AS "exportMs",
           (SELECT coalesce(sum(ms), 0)::float8 FROM computed) AS "computeMs"
      FROM this`,
    [runKey, endedAt],
  )
  return rows[0] as RunTook
}
