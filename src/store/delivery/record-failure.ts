import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** The call itself failed: `failed` when nothing can have arrived, `unknown` when it may have. No personal data. */
export async function recordFailure(
  db: Connection,
  failure: {
    batchKey: number
    state: 'failed' | 'unknown' | 'parked'
    code: string
    detail: string
    status: number | null
    contextId: string | null
    at: Instant
  },
): Promise<void> {
  await db.query(
    `
    WITH failed AS (
      UPDATE metric_sync_log
         SET state = $2, failure_code = $3, failure_detail = $4, status = $5, context_id = $6, answered_at = $7
       WHERE batch_key = $1 AND state = 'sending'
      RETURNING batch_key, state
    )
    UPDATE metric_sync_item i
       SET outcome = CASE WHEN f.state = 'parked' THEN 'parked' ELSE 'retry' END, code = $3, reason = $4
      FROM failed f
     WHERE i.batch_key = f.batch_key AND i.outcome <> 'accepted'`,
    [
      failure.batchKey,
      failure.state,
      failure.code,
      failure.detail,
      failure.status,
      failure.contextId,
      formatInstant(failure.at),
    ],
  )
}

/**
 * Batches of a sink still `sending` when a delivery begins were interrupted by a crash: whether they arrived is unknown.
 * Only one delivery per sink may run, which `withSinkLock` sees to.
 */
export async function markInterrupted(db: Connection, sink: string): Promise<number> {
  const { rowCount } = await db.query(
    `
    UPDATE metric_sync_log
       SET state = 'unknown', failure_code = 'delivery.interrupted',
           failure_detail = 'The worker ended before an answer was seen.'
     WHERE sink = $1 AND state = 'sending'`,
    [sink],
  )
  return rowCount ?? 0
}
