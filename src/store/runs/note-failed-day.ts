import type { Connection } from '../connection'

/** Notes in the receipt of a run that a day failed in it. The day's entry in quarantine names no run but the last it failed in. */
export async function noteFailedDay(db: Connection, runKey: number, day: string): Promise<void> {
  await db.query(
    `
    UPDATE run
       SET receipt = jsonb_set(coalesce(receipt, '{}'), '{failedDays}',
                               coalesce(receipt -> 'failedDays', '[]') || to_jsonb($2::text))
     WHERE run_key = $1 AND state = 'running'
       AND NOT coalesce(receipt -> 'failedDays' ? $2, false)`,
    [runKey, day],
  )
}
