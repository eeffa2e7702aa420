import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { bytesFilled } from './bytes-filled'

export interface RunStart {
  kind: string
  workflowId: string
  at: Instant
  codeVersion: string
  tzRelease: string
  /** What it was asked to do; null where it cannot be asked again. */
  input?: unknown
}

/** The key of the workflow's running run, begun now unless it has one: a retried start joins the first, and nobody has steered it yet. */
export async function startRun(db: Connection, run: RunStart): Promise<number> {
  const { rows } = await db.query<{ runKey: number }>(
    `
    INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release, input, bytes_before)
    VALUES ($1, $2, 'running', $3, $4, $5, $6, ${bytesFilled})
        ON CONFLICT (workflow_id) WHERE state = 'running' DO UPDATE
       SET code_version = excluded.code_version, paused = false, skipped_days = '{}'
    RETURNING run_key AS "runKey"`,
    [
      run.kind,
      run.workflowId,
      formatInstant(run.at),
      run.codeVersion,
      run.tzRelease,
      run.input === undefined ? null : JSON.stringify(run.input),
    ],
  )
  return (rows[0] as { runKey: number }).runKey
}
