import type { Connection } from '../connection'

/** Counts requests to the platform that a run made besides those of its exports. */
export async function noteRunRequests(db: Connection, runKey: number, requests: number): Promise<void> {
  await db.query('UPDATE run SET requests = requests + $2 WHERE run_key = $1', [runKey, requests])
}
