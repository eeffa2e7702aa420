import { TerminalError } from '../../errors'
import type { Connection } from '../connection'

/** Sets how many requests a run may make in all; a run that has a limit keeps what is left of it. */
export async function limitRun(db: Connection, runKey: number, requests: number): Promise<void> {
  await db.query(
    `INSERT INTO run_limit (run_key, requests, requests_left) VALUES ($1, $2, $2) ON CONFLICT (run_key) DO NOTHING`,
    [runKey, requests],
  )
}

/**
 * Counts one request of a run against its limit; a run without one makes as many as it likes.
 *
 * @throws TerminalError `run.budget-spent` when none is left
 */
export async function takeFromRun(db: Connection, runKey: number): Promise<void> {
  const { rowCount } = await db.query(
    `UPDATE run_limit SET requests_left = requests_left - 1 WHERE run_key = $1 AND requests_left > 0`,
    [runKey],
  )
  if (rowCount === 1) return
  const { rows } = await db.query<{ requests: number }>('SELECT requests FROM run_limit WHERE run_key = $1', [
    runKey,
  ])
  const [limit] = rows
  if (limit === undefined) return
  throw new TerminalError(`Run ${runKey} has made the ${limit.requests} requests that it may make.`, {
    code: 'run.budget-spent',
    fields: { runKey, requests: limit.requests },
    advice: 'What it fetched is kept; a run started anew goes on there.',
  })
}
