import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { RunEnd } from './finish-run'

export interface RunRecord {
  runKey: number
  kind: string
  workflowId: string
  state: RunEnd | 'running'
  startedAt: Instant
  finishedAt: Instant | null
  codeVersion: string
  tzRelease: string
  receipt: unknown
}

/** The newest runs first, all or of one kind. */
export async function readRuns(
  db: Connection,
  which: { limit: number; kind?: string },
): Promise<RunRecord[]> {
  const { rows } = await db.query<RunRecord>(
    `
    SELECT run_key AS "runKey", kind, workflow_id AS "workflowId", state, started_at AS "startedAt",
           finished_at AS "finishedAt", code_version AS "codeVersion", tz_release AS "tzRelease", receipt
      FROM run
     WHERE $2::text IS NULL OR kind = $2
     ORDER BY run_key DESC LIMIT $1`,
    [which.limit, which.kind ?? null],
  )
  return rows
}
