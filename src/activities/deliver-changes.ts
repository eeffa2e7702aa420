import { makeBatches } from '../delivery/batch'
import { type HeldBackDate, type HeldBackDays, tallyHeldBack } from '../delivery/held-back'
import type { DeliveryScope } from '../delivery/select-changed'
import { RetryableError } from '../errors'
import { readPeriods } from '../store/definitions/read-periods'
import { markInterrupted } from '../store/delivery/record-failure'
import { withSinkLock } from '../store/delivery/with-sink-lock'
import { addDays } from '../time/local-date'
import type { Dependencies } from './dependencies'
import { type Heartbeat, heartbeating } from './heartbeating'
import { type OpenSink, openSink } from './open-sink'
import { selectDelivery, slicesOf } from './select-delivery'
import { sendBatch } from './send-batch'

export interface DeliverChangesInput {
  organisation: string
  sink: string
  /** Local days, both included. */
  from: string
  to: string
  /** The run this belongs to; absent when it stands by itself. */
  runKey?: number
  /** Tries once more what the sink had refused for good. */
  retryParked?: boolean
}

/** What a delivery came to; counts only. */
export interface DeliverySummary {
  sink: string
  batches: number
  accepted: number
  /** Refused for good; each stands in the sync log with the sink's code and reason. */
  parked: number
  /** How many were refused for good, by the sink's code. */
  parkedBy: Record<string, number>
  /** Already there as they are. */
  equal: number
  /** On days that are held back. */
  heldBack: number
  /** Of signed-off dates, and other than what was sent of them: not sent. Absent where there are none. */
  signedOff?: number
  /** The local days of the range that are held back, by reason, also those on which there is nothing yet. */
  heldBackDays: HeldBackDays[]
  /** Observations of agents whose zone nobody has told us: no local day is theirs. */
  withoutZone: number
}

/**
 * Sends what differs from what the sink holds. Each batch is written to the sync log before the call and
 * its answer after it, item by item; items worth another try fail this attempt, and the next one selects
 * what is still to be sent. Sending twice sends nothing the second time. One delivery a sink at a time.
 */
export function deliverChanges(dependencies: Dependencies) {
  return (input: DeliverChangesInput): Promise<DeliverySummary> =>
    heartbeating(async (heartbeat) => {
      const { store } = dependencies
      const { organisation, sink } = input
      const { signal, beat } = heartbeat
      const onWait = () => beat({ sink, waiting: 'another delivery to this sink is running' })
      return withSinkLock(store, { organisation, sink, signal, onWait }, async () => {
        const open = await openSink(dependencies, sink, signal)
        await markInterrupted(store.pool, open.sink.name)
        const summary = emptySummary(open.sink.name)
        const heldBack: HeldBackDate[] = []
        let toRetry = 0
        for (const slice of slicesOf(input)) {
          const part = { ...input, ...slice }
          toRetry += await deliverSlice(dependencies, open, part, summary, heldBack, heartbeat)
        }
        if (toRetry > 0) throw worthAnotherTry(summary.sink, toRetry)
        return { ...summary, heldBackDays: tallyHeldBack(heldBack) }
      })
    })
}

/** Delivers some local days, adds what came of it to the summary, and says how many items want another try. */
async function deliverSlice(
  dependencies: Dependencies,
  open: OpenSink,
  slice: DeliverChangesInput,
  summary: DeliverySummary,
  heldBack: HeldBackDate[],
  { signal, beat }: Heartbeat,
): Promise<number> {
  const { sink, kpis } = open
  const { pool } = dependencies.store
  const { selection, scope, withoutZone } = await selectDelivery(pool, {
    ...slice,
    sink: {
      ...sink,
      kpis,
      hasPlaceFor: (kpi) => sink.metricIdOf(kpi) !== null,
      isUnder: (kpi, metricId) => sink.metricIdOf(kpi) === metricId,
    },
    periods: await readPeriods(pool),
  })
  const tell = () => {
    const { sink, accepted, parked, batches } = summary
    beat({ sink, day: slice.from, accepted, parked, batches })
  }
  tell()
  const batches = makeBatches(open.sink, selection.toSend)
  summary.batches += batches.length
  addParked(summary, selection.stillParked)
  heldBack.push(...heldBackDates(open, scope))
  summary.equal += selection.equal
  summary.heldBack += selection.heldBack
  if (selection.signedOff > 0) summary.signedOff = (summary.signedOff ?? 0) + selection.signedOff
  summary.withoutZone += withoutZone
  let toRetry = 0
  for (const batch of batches) {
    const sent = await sendBatch(dependencies, open.sink, batch, slice, signal)
    summary.accepted += sent.accepted
    addParked(summary, sent.parked)
    toRetry += sent.toRetry
    tell()
  }
  return toRetry
}

function emptySummary(sink: string): DeliverySummary {
  return {
    sink,
    batches: 0,
    accepted: 0,
    parked: 0,
    parkedBy: {},
    equal: 0,
    heldBack: 0,
    heldBackDays: [],
    withoutZone: 0,
  }
}

function addParked(summary: DeliverySummary, parked: readonly { code?: string | null }[]): void {
  summary.parked += parked.length
  for (const { code } of parked) {
    const by = code ?? 'unknown'
    summary.parkedBy[by] = (summary.parkedBy[by] ?? 0) + 1
  }
}

/** Every date of the scope that is held back for one of the sink's KPIs, also for one that was never computed here. */
function heldBackDates(
  { kpis }: OpenSink,
  { firstDate, lastDate, heldBackBy }: DeliveryScope,
): HeldBackDate[] {
  const held: HeldBackDate[] = []
  for (let date = firstDate; date <= lastDate; date = addDays(date, 1)) {
    for (const { name } of kpis) {
      const reason = heldBackBy(name, date)
      if (reason !== null) held.push({ date, reason })
    }
  }
  return held
}

function worthAnotherTry(sink: string, items: number): RetryableError {
  return new RetryableError(`${items} items for ${sink} are worth another try.`, {
    code: 'delivery.items-to-retry',
    fields: { sink, items },
    advice: 'They are sent again by themselves, with growing pauses; the sync log has the reasons.',
  })
}
