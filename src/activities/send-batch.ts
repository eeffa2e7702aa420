import type { Batch } from '../delivery/batch'
import { batchOutcome } from '../delivery/batch-outcome'
import type { ItemOutcome, Sink, SinkAnswer } from '../delivery/sink'
import { RetallyError, RetryableError } from '../errors'
import { logBatch } from '../store/delivery/log-batch'
import { type RecordedOutcome, recordAnswer } from '../store/delivery/record-answer'
import { recordFailure } from '../store/delivery/record-failure'
import { scrub } from '../telemetry/scrub'
import type { Dependencies } from './dependencies'

export interface SentBatch {
  accepted: number
  /** Refused for good, with the code of each. */
  parked: { code: string | null }[]
  toRetry: number
}

/**
 * Logs a batch, sends it, records the answer. A batch that the log knows as done is not sent again; one
 * whose answer was lost in a crash is, where the sink makes that harmless, and parked for a person where not.
 */
export async function sendBatch(
  dependencies: Dependencies,
  sink: Sink,
  batch: Batch,
  { runKey, retryParked }: { runKey?: number; retryParked?: boolean },
  signal: AbortSignal,
): Promise<SentBatch> {
  const { store } = dependencies
  const logged = await logBatch(store, {
    sink: sink.name,
    idempotencyKey: batch.idempotencyKey,
    items: batch.items.map(({ item }) => ({ ...item, metricId: sink.metricIdOf(item.kpi) ?? '' })),
    runKey: runKey ?? null,
    at: dependencies.now(),
    ...(retryParked ? { retryParked } : {}),
  })
  const { batchKey } = logged
  if (logged.state === 'delivered') return { accepted: batch.items.length, parked: [], toRetry: 0 }
  if (logged.state === 'parked') return allParked(batch, 'parked-before')
  if (logged.seenBefore && !sink.repeatable) {
    await recordFailure(store.pool, {
      batchKey,
      state: 'parked',
      code: outcomeUnknown,
      detail:
        'The batch may have arrived before a crash, and this sink would count it twice: look there; `retally deliver --retry-parked` sends it again.',
      status: null,
      contextId: null,
      at: dependencies.now(),
    })
    return allParked(batch, outcomeUnknown)
  }
  const answer = await send(dependencies, sink, batch, batchKey, signal)
  await recordAnswer(store, {
    ...answer,
    outcomes: answer.outcomes.map(toRecord),
    batchKey,
    at: dependencies.now(),
  })
  const { accepted, toRetry } = batchOutcome(answer.outcomes)
  const parked = answer.outcomes
    .filter(({ outcome }) => outcome === 'parked')
    .map(({ code = null }) => ({ code }))
  return { accepted, parked, toRetry }
}

const outcomeUnknown = 'delivery.outcome-unknown'

function allParked({ items }: Batch, code: string): SentBatch {
  return { accepted: 0, parked: items.map(() => ({ code })), toRetry: 0 }
}

/** The sink's words may quote what was sent: they are scrubbed before they are kept. */
function toRecord({ outcome, code, message }: ItemOutcome): RecordedOutcome {
  return { outcome, code, reason: message === undefined ? undefined : scrub(message).slice(0, 500) }
}

async function send(
  dependencies: Dependencies,
  sink: Sink,
  batch: Batch,
  batchKey: number,
  signal: AbortSignal,
): Promise<SinkAnswer> {
  try {
    const items = batch.items.map(({ item }) => item)
    return await sink.send(items, { idempotencyKey: batch.idempotencyKey, signal })
  } catch (error) {
    const known = error instanceof RetallyError ? error : null
    const status = known?.fields.status
    await recordFailure(dependencies.store.pool, {
      batchKey,
      state: mayHaveArrived(error, status) ? 'unknown' : 'failed',
      code: known?.code ?? 'delivery.unexpected',
      detail: scrub(error instanceof Error ? error.message : String(error)).slice(0, 500),
      status: typeof status === 'number' ? status : null,
      contextId: typeof known?.fields.contextId === 'string' ? known.fields.contextId : null,
      at: dependencies.now(),
    })
    throw error
  }
}

/**
 * A refusal has certainly not arrived. A lost connection may have, and so may what a gateway answered with a time-out or with a page of
 * its own: the sink behind it had the batch.
 */
function mayHaveArrived(error: unknown, status: unknown): boolean {
  if (typeof status !== 'number') return error instanceof RetryableError
  return status < 300 || status === 408 || status >= 500
}
