import { placeAgentDays } from '../delivery/agent-days'
import { makeBatches } from '../delivery/batch'
import { itemOf } from '../delivery/delivery-item'
import { type HeldBackDate, type HeldBackDays, tallyHeldBack } from '../delivery/held-back'
import { instantsOfDates } from '../delivery/instants-of-dates'
import { type DeliveryScope, type Selection, selectChanged } from '../delivery/select-changed'
import { versionsMeant } from '../delivery/versions-meant'
import { RetryableError, TerminalError } from '../errors'
import { findDefinition } from '../kpis/catalogue'
import { nameAndVersion } from '../kpis/definition'
import { compileReference } from '../kpis/reference'
import { readDefinitions } from '../store/definitions/read-definitions'
import { readPeriods } from '../store/definitions/read-periods'
import { readAgentDays } from '../store/delivery/read-agent-days'
import { readDelivered, readParked, readUnanswered } from '../store/delivery/read-delivered'
import { markInterrupted } from '../store/delivery/record-failure'
import { withSinkLock } from '../store/delivery/with-sink-lock'
import { loadReferenceTables } from '../store/reference/load-reference-tables'
import { addDays, utcDay } from '../time/local-date'
import { deliveryScope } from './delivery-scope'
import type { Dependencies } from './dependencies'
import { type Heartbeat, heartbeating } from './heartbeating'
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
  /** The local days of the range that are held back, by reason, also those on which there is nothing yet. */
  heldBackDays: HeldBackDays[]
  /** Observations of agents whose zone nobody has told us: no local day is theirs. */
  withoutZone: number
}

/** Local days looked at together: the memory a delivery takes does not grow with its range. */
const daysAtOnce = 7

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
        for (let from = input.from; from <= input.to; from = addDays(from, daysAtOnce)) {
          const [to = input.to] = [addDays(from, daysAtOnce - 1), input.to].sort()
          const slice = { ...input, from, to }
          toRetry += await deliverSlice(dependencies, open, slice, summary, heldBack, heartbeat)
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
  const { selection, scope, withoutZone } = await select(dependencies, open, slice)
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

async function select(
  dependencies: Dependencies,
  { sink, kpis }: OpenSink,
  { organisation, from, to, retryParked }: DeliverChangesInput,
): Promise<{ selection: Selection; scope: DeliveryScope; withoutZone: number }> {
  const { store } = dependencies
  const meant = versionsMeant(kpis, await readPeriods(store.pool))
  const definitions = (await readDefinitions(store.pool)).filter(
    ({ name, version }) => meant.between(name, from, to).has(version) && sink.metricIdOf(name) !== null,
  )
  const retired = definitions.find(({ state }) => state === 'retired')
  if (retired !== undefined) throw versionRetired(sink.name, nameAndVersion(retired))
  const rows = await readAgentDays(store.pool, definitions, instantsOfDates(from, to))
  const { zoneOfAgent } = compileReference(await loadReferenceTables(store.pool))
  const items = placeAgentDays(rows, zoneOfAgent).agentDays.flatMap((day) => {
    if (meant.on(day.kpi, day.date) !== day.version) return []
    const item = itemOf(findDefinition(nameAndVersion({ name: day.kpi, version: day.version })), day)
    return item === null ? [] : [item]
  })
  const range = { sink: sink.name, first: from, last: to }
  const scope = await deliveryScope(dependencies, {
    organisation,
    definitions,
    versionOn: meant.on,
    firstDate: from,
    lastDate: to,
  })
  const delivered = await readDelivered(store.pool, range)
  // What lies under a metric that the KPI no longer goes to, or was refused there, says nothing about its new metric.
  const isHere = ({ kpi, metricId }: { kpi: string; metricId: string }) => metricId === sink.metricIdOf(kpi)
  const elsewhere = delivered.filter((value) => value.value !== null && !isHere(value))
  const selection = selectChanged(
    items,
    delivered,
    scope,
    retryParked ? [] : (await readParked(store.pool, range)).filter(isHere),
    [...elsewhere, ...(await readUnanswered(store.pool, range))],
  )
  // Rows reach beyond the slice, since local dates do: what has no zone is counted on its UTC day, once.
  const withoutZone = rows
    .filter(({ intervalStart }) => utcDay(intervalStart) >= from && utcDay(intervalStart) <= to)
    .filter(({ kpi, version, intervalStart }) => meant.on(kpi, utcDay(intervalStart)) === version)
    .filter(({ agentId, intervalStart }) => agentId !== null && zoneOfAgent(agentId, intervalStart) === null)
    .reduce((sum, { observations }) => sum + observations, 0)
  return { selection, scope, withoutZone }
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

/** The settings name it still; it was retired while they did not, or were not these. */
function versionRetired(sink: string, kpi: string): TerminalError {
  return new TerminalError(`The sink ${sink} names ${kpi}, which is retired: nothing of it is sent.`, {
    code: 'delivery.version-retired',
    fields: { sink, kpi },
    advice: `Name the KPI without a version, or another one, under \`sinks:\` in retally.yaml; or take its retirement back: retally kpi restore ${kpi} --by … --why …`,
  })
}

function worthAnotherTry(sink: string, items: number): RetryableError {
  return new RetryableError(`${items} items for ${sink} are worth another try.`, {
    code: 'delivery.items-to-retry',
    fields: { sink, items },
    advice: 'They are sent again by themselves, with growing pauses; the sync log has the reasons.',
  })
}
