import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'
import type { BatchState } from './log-batch'

export interface AnswerToRecord {
  batchKey: number
  status: number | null
  contextId: string | null
  /** In the order of the batch's items. */
  outcomes: readonly RecordedOutcome[]
  at: Instant
}

/** What became of one item. Code and reason hold no personal data. */
export interface RecordedOutcome {
  outcome: 'accepted' | 'retry' | 'parked'
  code?: string | undefined
  reason?: string | undefined
}

/**
 * Records what the sink answered, item by item, and what it therefore holds: in one transaction, so that what is called
 * delivered has been logged and nothing accepted is sent again. What was accepted supersedes earlier sendings to the
 * same places whose answers are still open: they no longer leave in doubt what the sink holds.
 */
export async function recordAnswer(store: Store, answer: AnswerToRecord): Promise<BatchState> {
  const state = stateOf(answer.outcomes.map((each) => each.outcome))
  await inTransaction(store, async (tx) => {
    await tx.query(
      `
      UPDATE metric_sync_item i
         SET outcome = o.outcome, code = o.code, reason = o.reason
        FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS o (outcome, code, reason, position)
       WHERE i.batch_key = $1 AND i.ordinal = o.position - 1`,
      [
        answer.batchKey,
        answer.outcomes.map((each) => each.outcome),
        answer.outcomes.map((each) => each.code ?? null),
        answer.outcomes.map((each) => each.reason ?? null),
      ],
    )
    await tx.query(
      `
      INSERT INTO delivered_value (sink, agent_id, date, kpi, version, value, count, batch_key)
      SELECT l.sink, i.agent_id, i.date, i.kpi, i.version, i.value, i.count, i.batch_key
        FROM metric_sync_item i
        JOIN metric_sync_log l USING (batch_key)
       WHERE i.batch_key = $1 AND i.outcome = 'accepted'
       ORDER BY i.agent_id, i.date, i.kpi
          ON CONFLICT (sink, agent_id, date, kpi) DO UPDATE
         SET version = excluded.version,
             value = excluded.value,
             count = excluded.count,
             batch_key = excluded.batch_key
       WHERE delivered_value.batch_key <= excluded.batch_key`,
      [answer.batchKey],
    )
    await tx.query(
      `
      UPDATE metric_sync_item earlier
         SET outcome = 'superseded'
        FROM metric_sync_item i
        JOIN metric_sync_log l USING (batch_key), metric_sync_log earlier_log
       WHERE i.batch_key = $1 AND i.outcome = 'accepted'
         AND (earlier.agent_id, earlier.date, earlier.kpi) = (i.agent_id, i.date, i.kpi)
         AND earlier.outcome IN ('pending', 'retry')
         AND earlier_log.batch_key = earlier.batch_key AND earlier_log.sink = l.sink`,
      [answer.batchKey],
    )
    await tx.query(
      `
      UPDATE metric_sync_log
         SET state = $2, status = $3, context_id = $4, answered_at = $5, failure_code = NULL, failure_detail = NULL
       WHERE batch_key = $1`,
      [answer.batchKey, state, answer.status, answer.contextId, formatInstant(answer.at)],
    )
  })
  return state
}

/** `parked` when nothing is left to try and nothing was accepted, `partial` when something is left or was parked. */
function stateOf(outcomes: readonly ('accepted' | 'retry' | 'parked')[]): BatchState {
  if (outcomes.every((outcome) => outcome === 'accepted')) return 'delivered'
  if (outcomes.every((outcome) => outcome === 'parked')) return 'parked'
  return outcomes.every((outcome) => outcome === 'retry') ? 'failed' : 'partial'
}
