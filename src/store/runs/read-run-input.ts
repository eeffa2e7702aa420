import type { Connection } from '../connection'

/** What the newest run of a workflow was asked to do; null where none is on record, or none that can be asked again. */
export async function readRunInput<Input>(db: Connection, workflowId: string): Promise<Input | null> {
  const { rows } = await db.query<{ input: Input }>(
    'SELECT input FROM run WHERE workflow_id = $1 AND input IS NOT NULL ORDER BY run_key DESC LIMIT 1',
    [workflowId],
  )
  return rows[0]?.input ?? null
}
