import { type AgentDay, placeAgentDays } from '../delivery/agent-days'
import { type Batch, makeBatches } from '../delivery/batch'
import { type DeliveryItem, itemOf } from '../delivery/delivery-item'
import { instantsOfDates } from '../delivery/instants-of-dates'
import { type Selection, selectChanged } from '../delivery/select-changed'
import { RetryableError } from '../errors'
import { findDefinition } from '../kpis/catalogue'
import { readDefinitions, type StoredDefinition } from '../store/definitions/read-definitions'
import { readAgentDays } from '../store/delivery/read-agent-days'
import { readDelivered, readParked } from '../store/delivery/read-delivered'
import { markInterrupted } from '../store/delivery/record-failure'
import { deliveryScope } from './delivery-scope'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { type OpenSink, openSink } from './open-sink'
import { sendBatch } from './send-batch'

export interface DeliverChangesInput {
  organisation: string
  sink: string
  /** Local days, both included. */
  from: string
  to: string
  /** The run this belongs to; absent when it stands by itself. */
  runKey?: number
}

/** What a delivery came to; counts only. */
export interface DeliverySummary {
  sink: string
  batches: number
  accepted: number
  /** Refused for good; each stands in the sync log with the sink's code. */
  parked: number
  /** Already there as they are. */
  equal: number
  /** On days that are not complete yet. */
  heldBack: number
  /** Observations of agents whose zone nobody has told us: no local day is theirs. */
  withoutZone: number
}

/**
 * Sends what differs from what the sink holds. Each batch is written to the sync log before the call and
 * its answer after it, item by item; items worth another try fail this attempt, and the next one selects
 * what is still to be sent. Sending twice sends nothing the second time.
 */
export function deliverChanges(dependencies: Dependencies) {
  return (input: DeliverChangesInput): Promise<DeliverySummary> =>
    heartbeating(async ({ signal, beat }) => {
      const { store } = dependencies
      const open = await openSink(dependencies, input.sink, signal)
      await markInterrupted(store.pool, open.sink.name)
      const { selection, withoutZone } = await select(dependencies, open, input)
      const batches = makeBatches(open.sink, selection.toSend)
      const summary: DeliverySummary = {
        sink: open.sink.name,
        batches: batches.length,
        accepted: 0,
        parked: selection.stillParked,
        equal: selection.equal,
        heldBack: selection.heldBack,
        withoutZone,
      }
      let toRetry = 0
      for (const batch of batches) {
        const sent = await sendBatch(dependencies, open.sink, batch, input.runKey ?? null, signal)
        summary.accepted += sent.accepted
        summary.parked += sent.parked
        toRetry += sent.toRetry
        beat({
          sink: summary.sink,
          accepted: summary.accepted,
          parked: summary.parked,
          batches: batches.length,
        })
      }
      if (toRetry > 0) throw worthAnotherTry(summary.sink, toRetry, batches)
      return summary
    })
}

async function select(
  dependencies: Dependencies,
  { sink, kpis }: OpenSink,
  { organisation, from, to }: DeliverChangesInput,
): Promise<{ selection: Selection; withoutZone: number }> {
  const { store } = dependencies
  const definitions = (await readDefinitions(store.pool)).filter(
    ({ published, name }) => published && kpis.includes(name) && sink.metricIdOf(name) !== null,
  )
  const rows = await readAgentDays(store.pool, definitions, instantsOfDates(from, to))
  const { agentDays, withoutZone } = placeAgentDays(rows)
  const items = agentDays.map((day) => itemOfDay(definitions, day)).filter((item) => item !== null)
  const range = { sink: sink.name, first: from, last: to }
  const selection = selectChanged(
    items,
    await readDelivered(store.pool, range),
    await deliveryScope(dependencies, { organisation, definitions, firstDate: from, lastDate: to }),
    await readParked(store.pool, range),
  )
  return { selection, withoutZone }
}

function itemOfDay(definitions: readonly StoredDefinition[], day: AgentDay): DeliveryItem | null {
  const stored = definitions.find(({ name, version }) => name === day.kpi && version === day.version)
  if (stored === undefined)
    throw new RangeError(`A row of ${day.kpi}@${day.version} was read that nobody asked for.`)
  return itemOf(findDefinition(`${stored.name}@${stored.version}`), day)
}

function worthAnotherTry(sink: string, items: number, batches: readonly Batch[]): RetryableError {
  return new RetryableError(
    `${items} items in ${batches.length} batches for ${sink} are worth another try.`,
    {
      code: 'delivery.items-to-retry',
      fields: { sink, items },
      advice: 'They are sent again by themselves, with growing pauses; the sync log has the reasons.',
    },
  )
}
