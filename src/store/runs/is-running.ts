import type { Connection } from '../connection'

/** Whether a run of this kind has begun and not ended. */
export async function isRunning(db: Connection, kind: string): Promise<boolean> {
  const { rowCount } = await db.query(`SELECT FROM run WHERE kind = $1 AND state = 'running' LIMIT 1`, [kind])
  return rowCount === 1
}
