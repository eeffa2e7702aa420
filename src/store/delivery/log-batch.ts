import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'

export interface ItemToLog {
  agentId: string
  /** Local date. */
  date: string
  kpi: string
  version: number
  metricId: string
  value: number | null
  count: number
}

export type BatchState = 'sending' | 'delivered' | 'partial' | 'failed' | 'parked' | 'unknown'

export interface LoggedBatch {
  batchKey: number
  state: BatchState
  attempts: number
  /** The batch was in the log before: it has been tried, and its state says what came of it. */
  seenBefore: boolean
}

/**
 * Writes a batch and its items to the sync log, before the call that sends it. A key that is already there is the same
 * batch again: it gets one more attempt unless it was delivered, or parked and nobody asked to try parked items again;
 * it is never written twice. With the attempt its items wait for an answer again.
 */
export async function logBatch(
  store: Store,
  batch: {
    sink: string
    idempotencyKey: string
    items: readonly ItemToLog[]
    runKey: number | null
    at: Instant
    /** Tries a parked batch once more. */
    retryParked?: boolean
  },
): Promise<LoggedBatch> {
  const done = batch.retryParked ? ['delivered'] : ['delivered', 'parked']
  const at = formatInstant(batch.at)
  return inTransaction(store, async (tx) => {
    const { rows: added } = await tx.query<{ batchKey: number }>(
      `
      INSERT INTO metric_sync_log (sink, idempotency_key, state, items, first_sent_at, last_sent_at, run_key)
      VALUES ($1, $2, 'sending', $3, $4, $4, $5)
          ON CONFLICT (idempotency_key) DO NOTHING
      RETURNING batch_key AS "batchKey"`,
      [batch.sink, batch.idempotencyKey, batch.items.length, at, batch.runKey],
    )
    const batchKey = added[0]?.batchKey
    if (batchKey !== undefined) {
      await tx.query(
        `
        INSERT INTO metric_sync_item (batch_key, ordinal, agent_id, date, kpi, version, metric_id, value, count, outcome)
        SELECT $1, ordinality - 1, agent_id, date, kpi, version, metric_id, value, count, 'pending'
          FROM unnest($2::text[], $3::date[], $4::text[], $5::int[], $6::text[], $7::numeric[], $8::bigint[])
               WITH ORDINALITY AS i (agent_id, date, kpi, version, metric_id, value, count)`,
        [
          batchKey,
          batch.items.map((item) => item.agentId),
          batch.items.map((item) => item.date),
          batch.items.map((item) => item.kpi),
          batch.items.map((item) => item.version),
          batch.items.map((item) => item.metricId),
          batch.items.map((item) => item.value),
          batch.items.map((item) => item.count),
        ],
      )
      return { batchKey, state: 'sending', attempts: 1, seenBefore: false }
    }
    const { rows } = await tx.query<Omit<LoggedBatch, 'seenBefore'>>(
      `
      UPDATE metric_sync_log
         SET attempts = attempts + CASE WHEN state = ANY ($3) THEN 0 ELSE 1 END,
             last_sent_at = CASE WHEN state = ANY ($3) THEN last_sent_at ELSE $2 END,
             state = CASE WHEN state = ANY ($3) THEN state ELSE 'sending' END
       WHERE idempotency_key = $1
      RETURNING batch_key AS "batchKey", state, attempts`,
      [batch.idempotencyKey, at, done],
    )
    const again = rows[0] as Omit<LoggedBatch, 'seenBefore'>
    if (again.state === 'sending') {
      await tx.query(
        `UPDATE metric_sync_item SET outcome = 'pending', code = NULL, reason = NULL WHERE batch_key = $1 AND outcome <> 'accepted'`,
        [again.batchKey],
      )
    }
    return { ...again, seenBefore: true }
  })
}
