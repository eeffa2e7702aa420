import type { Connection } from '../connection'

/** The highest key of any run so far; 0 before the first. */
export async function readLastRunKey(db: Connection): Promise<number> {
  const { rows } = await db.query<{ runKey: number }>('SELECT coalesce(max(run_key), 0) AS "runKey" FROM run')
  return rows[0]?.runKey ?? 0
}
