import type { Connection } from '../connection'

/** Counts requests to the platform that an export made, those of attempts that failed as well. */
export async function noteExportRequests(db: Connection, exportKey: number, requests: number): Promise<void> {
  if (requests === 0) return
  await db.query('UPDATE export SET requests = coalesce(requests, 0) + $2 WHERE export_key = $1', [
    exportKey,
    requests,
  ])
}
