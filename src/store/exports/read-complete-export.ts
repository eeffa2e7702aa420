import type { Connection } from '../connection'

/** The export by which a day is complete. */
export interface CompleteExport {
  exportKey: number
  jobId: string
  /** The request it was pulled for, as `requestKey` told it. */
  requestKey: string
}

/** The job by which exports vouch for all of a day; null while none does. */
export async function readCompleteExport(
  db: Connection,
  of: { organisation: string; selectionRule: string; day: string },
): Promise<CompleteExport | null> {
  const { rows } = await db.query<CompleteExport>(
    `
    SELECT e.export_key AS "exportKey", e.job_id AS "jobId", e.request_key AS "requestKey"
      FROM coverage c
      JOIN export e USING (export_key)
     WHERE c.organisation = $1 AND c.selection_rule = $2 AND c.day = $3
       AND c.complete AND e.state = 'complete' AND e.job_id IS NOT NULL`,
    [of.organisation, of.selectionRule, of.day],
  )
  return rows[0] ?? null
}
