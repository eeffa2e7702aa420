import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** The platform accepted the request under this job id, or announced up to when its data are complete. */
export async function noteJob(
  db: Connection,
  exportKey: number,
  job: { jobId?: string; dataAvailableUntil?: Instant | null },
): Promise<void> {
  await db.query(
    `
    UPDATE export
       SET job_id = coalesce($2, job_id), data_available_until = coalesce($3, data_available_until)
     WHERE export_key = $1 AND state IN ('submitted', 'paging')`,
    [
      exportKey,
      job.jobId ?? null,
      job.dataAvailableUntil == null ? null : formatInstant(job.dataAvailableUntil),
    ],
  )
}
