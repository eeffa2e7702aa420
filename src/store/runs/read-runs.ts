import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { RunEnd } from './finish-run'
import type { RunTook } from './read-took'
import { type RunKind, runKinds } from './run-kind'

export interface RunRecord {
  runKey: number
  kind: RunKind
  workflowId: string
  state: RunEnd | 'running' | 'paused'
  startedAt: Instant
  finishedAt: Instant | null
  codeVersion: string
  tzRelease: string
  receipt: unknown
  /** UTC days that it was told to leave out. */
  skippedDays: string[]
  /** What it came to; null while it runs, and of runs that ended before it was kept. */
  took: RunTook | null
  /** Of a delivery, as its receipt has it; null where that tells nothing of it. */
  sent: { batches: number; accepted: number; parked: number } | null
  /** Of a reconciliation, likewise. */
  compared: { cells: number; differing: number } | null
}

/**
 * The newest runs first, all or of one kind. One workflow serves exports, recomputes and backfills: which of them a run
 * was is said by the first part of its id, where that is a kind.
 */
export async function readRuns(
  db: Connection,
  which: { limit: number; kind?: RunKind },
): Promise<RunRecord[]> {
  const { rows } = await db.query<RunRecord>(
    `
    SELECT run_key AS "runKey", told.kind, workflow_id AS "workflowId",
           CASE WHEN state = 'running' AND paused THEN 'paused' ELSE state END AS state, started_at AS "startedAt",
           finished_at AS "finishedAt", code_version AS "codeVersion", tz_release AS "tzRelease",
           skipped_days::text[] AS "skippedDays", receipt, took,
           CASE WHEN receipt ? 'batches' THEN receipt END AS sent,
           CASE WHEN receipt ? 'cells' THEN receipt END AS compared
      FROM run
     CROSS JOIN LATERAL (
           SELECT CASE WHEN split_part(workflow_id, '/', 1) = ANY ($3) THEN split_part(workflow_id, '/', 1)
                       ELSE run.kind END AS kind) AS told
     WHERE $2::text IS NULL OR told.kind = $2
     ORDER BY run_key DESC LIMIT $1`,
    [which.limit, which.kind ?? null, runKinds],
  )
  return rows
}
