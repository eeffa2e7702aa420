import type { Connection } from '../connection'

/**
 * Under which workflow a run is found: one by its number, or the newest that is under way (a run that is waited for by another is not
 * in the list by itself). Null where there is none.
 */
export async function readRunToFollow(db: Connection, runKey: number | null): Promise<string | null> {
  const { rows } = await db.query<{ workflowId: string }>(
    `
    SELECT workflow_id AS "workflowId" FROM run
     WHERE CASE WHEN $1::int IS NULL THEN state = 'running' ELSE run_key = $1 END
     ORDER BY run_key DESC LIMIT 1`,
    [runKey],
  )
  return rows[0]?.workflowId ?? null
}
