import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { BatchState } from './log-batch'

export interface SyncLogRow {
  batchKey: number
  sink: string
  idempotencyKey: string
  state: BatchState
  items: number
  accepted: number
  parked: number
  attempts: number
  firstSentAt: Instant
  lastSentAt: Instant
  answeredAt: Instant | null
  status: number | null
  failureCode: string | null
  contextId: string | null
  runKey: number | null
}

/** The newest batches first, of all sinks or one. */
export async function readSyncLog(
  db: Connection,
  which: { limit: number; sink?: string },
): Promise<SyncLogRow[]> {
  const { rows } = await db.query<SyncLogRow>(
    `
    SELECT batch_key AS "batchKey", sink, idempotency_key AS "idempotencyKey", state, items,
           i.accepted, i.parked, attempts, first_sent_at AS "firstSentAt", last_sent_at AS "lastSentAt",
           answered_at AS "answeredAt", status, failure_code AS "failureCode", context_id AS "contextId",
           run_key AS "runKey"
      FROM metric_sync_log
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
                  count(*) FILTER (WHERE outcome = 'parked') AS parked
             FROM metric_sync_item WHERE batch_key = metric_sync_log.batch_key) i
     WHERE $2::text IS NULL OR sink = $2
     ORDER BY batch_key DESC LIMIT $1`,
    [which.limit, which.sink ?? null],
  )
  return rows
}
