import type { Connection } from '../connection'
import type { RunEnd } from './finish-run'

/** A run by its key; null where there is none. */
export async function readRun(
  db: Connection,
  runKey: number,
): Promise<{ kind: string; state: RunEnd | 'running' } | null> {
  const { rows } = await db.query<{ kind: string; state: RunEnd | 'running' }>(
    'SELECT kind, state FROM run WHERE run_key = $1',
    [runKey],
  )
  return rows[0] ?? null
}
