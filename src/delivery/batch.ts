/** Cuts what is to be sent into batches a sink accepts, each with a key that names its content. */
import { createHash } from 'node:crypto'
import { placeOf } from './delivery-item'
import type { ItemToSend } from './select-changed'
import type { Sink } from './sink'

export interface Batch {
  /**
   * SHA-256 of the sink's name and of every item with its metric and the batch it replaces. The same step from the same state always has the same
   * key, on any machine and after any crash: whoever finds the key in the sync log knows that this has been tried. A value that
   * goes from A to B and back to A replaces another batch the second time, so the way back has its own key and is not taken for
   * the first sending.
   */
  readonly idempotencyKey: string
  readonly items: readonly ItemToSend[]
}

type BatchedSink = Pick<Sink, 'name' | 'maxItems' | 'metricIdOf'>

/** Batches of at most `sink.maxItems`, in order of date, KPI and agent whatever the order of the input. */
export function makeBatches(sink: BatchedSink, toSend: Iterable<ItemToSend>): Batch[] {
  const inOrder = [...toSend]
    .map((entry) => ({ entry, place: placeOf(entry.item) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ entry }) => entry)
  const batches: Batch[] = []
  for (let from = 0; from < inOrder.length; from += sink.maxItems) {
    const items = inOrder.slice(from, from + sink.maxItems)
    batches.push({ idempotencyKey: idempotencyKeyOf(sink, items), items })
  }
  return batches
}

function idempotencyKeyOf(sink: BatchedSink, items: readonly ItemToSend[]): string {
  const content = items.map(({ item, replaces }) => [
    item.agentId,
    item.date,
    item.kpi,
    sink.metricIdOf(item.kpi),
    item.version,
    item.value,
    item.count,
    replaces,
  ])
  return createHash('sha256')
    .update(JSON.stringify([sink.name, content]))
    .digest('hex')
}
