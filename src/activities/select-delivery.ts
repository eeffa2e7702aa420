import { type AgentDay, placeAgentDays } from '../delivery/agent-days'
import { type DeliveryItem, itemOf } from '../delivery/delivery-item'
import { instantsOfDates } from '../delivery/instants-of-dates'
import type { SinkKpi } from '../delivery/kpis-of-sink'
import { type DeliveryScope, type Selection, selectChanged } from '../delivery/select-changed'
import type { Sink } from '../delivery/sink'
import { versionsMeant } from '../delivery/versions-meant'
import { TerminalError } from '../errors'
import type { Declared } from '../kpis/declared'
import { declaredOf } from '../kpis/declared-of'
import { nameAndVersion } from '../kpis/definition'
import type { Period } from '../kpis/publication'
import { compileReference } from '../kpis/reference'
import type { Connection } from '../store/connection'
import { readDefinitions, type StoredDefinition } from '../store/definitions/read-definitions'
import { readAgentDays } from '../store/delivery/read-agent-days'
import { readDelivered, readParked, readUnanswered } from '../store/delivery/read-delivered'
import { loadReferenceTables } from '../store/reference/load-reference-tables'
import { addDays, type LocalDate, utcDay } from '../time/local-date'
import { deliveryScope } from './delivery-scope'

export interface DeliveryToSelect {
  organisation: string
  /** Local days, both included. */
  from: LocalDate
  to: LocalDate
  sink: Pick<Sink, 'name' | 'tellsVersion'> & {
    kpis: readonly SinkKpi[]
    hasPlaceFor(kpi: string): boolean
    /** Whether a KPI goes to this metric of the sink. */
    isUnder(kpi: string, metricId: string): boolean
  }
  /** Which versions are in force, as they are or as they are to be. */
  periods: ReadonlyMap<string, readonly Period[]>
  retryParked?: boolean
}

export interface SelectedDelivery {
  selection: Selection
  scope: DeliveryScope
  /** Observations of agents whose zone nobody has told us. */
  withoutZone: number
}

/** Local days looked at together: the memory a delivery takes does not grow with its range. */
export const daysAtOnce = 7

export function* slicesOf({ from, to }: { from: LocalDate; to: LocalDate }) {
  for (let first = from; first <= to; first = addDays(first, daysAtOnce)) {
    const [last = to] = [addDays(first, daysAtOnce - 1), to].sort()
    yield { from: first, to: last }
  }
}

/**
 * What a delivery of some local days would send now: nothing is sent, and no sink has to be there.
 *
 * @throws TerminalError `delivery.version-retired` where the settings name a version that nobody computes any more
 */
export async function selectDelivery(
  db: Connection,
  { organisation, from, to, sink, periods, retryParked }: DeliveryToSelect,
): Promise<SelectedDelivery> {
  const meant = versionsMeant(sink.kpis, periods)
  const definitions = (await readDefinitions(db)).filter(
    ({ name, version }) => meant.between(name, from, to).has(version) && sink.hasPlaceFor(name),
  )
  const retired = definitions.find(({ state }) => state === 'retired')
  if (retired !== undefined) throw versionRetired(sink.name, nameAndVersion(retired))
  const rows = await readAgentDays(db, definitions, instantsOfDates(from, to))
  const { zoneOfAgent } = compileReference(await loadReferenceTables(db))
  const said = placeAgentDays(rows, zoneOfAgent).filter(
    ({ kpi, version, date }) => meant.on(kpi, date) === version,
  )
  const range = { sink: sink.name, first: from, last: to }
  const dates = { organisation, definitions, versionOn: meant.on, firstDate: from, lastDate: to }
  const scope = { ...(await deliveryScope(db, dates)), tellsVersion: sink.tellsVersion }
  const delivered = await readDelivered(db, range)
  // What lies under a metric that the KPI no longer goes to, or was refused there, says nothing about its new metric.
  const isHere = ({ kpi, metricId }: { kpi: string; metricId: string }) => sink.isUnder(kpi, metricId)
  const elsewhere = delivered.filter((value) => value.value !== null && !isHere(value))
  const selection = selectChanged(
    itemsOf(said, definitions),
    delivered,
    scope,
    retryParked ? [] : (await readParked(db, range)).filter(isHere),
    [...elsewhere, ...(await readUnanswered(db, range))],
  )
  // Rows reach beyond the slice, since local dates do: what has no zone is counted on its UTC day, once.
  const withoutZone = rows
    .filter(({ intervalStart }) => utcDay(intervalStart) >= from && utcDay(intervalStart) <= to)
    .filter(({ kpi, version, intervalStart }) => meant.on(kpi, utcDay(intervalStart)) === version)
    .filter(({ agentId, intervalStart }) => agentId !== null && zoneOfAgent(agentId, intervalStart) === null)
    .reduce((sum, { observations }) => sum + observations, 0)
  return { selection, scope, withoutZone }
}

/** What is said of agents' days, each by what its version declares; of a day without a value nothing. */
function itemsOf(agentDays: readonly AgentDay[], definitions: readonly StoredDefinition[]): DeliveryItem[] {
  const declared = new Map(definitions.map((each) => [nameAndVersion(each), declaredOf(each)]))
  return agentDays.flatMap((day) => {
    const { kpi: name, version } = day
    return itemOf(declared.get(nameAndVersion({ name, version })) as Declared, day) ?? []
  })
}

/** The settings name it still; it was retired while they did not, or were not these. */
function versionRetired(sink: string, kpi: string): TerminalError {
  return new TerminalError(`The sink ${sink} names ${kpi}, which is retired: nothing of it is sent.`, {
    code: 'delivery.version-retired',
    fields: { sink, kpi },
    advice: `Name the KPI without a version, or another one, under \`sinks:\` in retally.yaml; or take its retirement back: retally kpi restore ${kpi} --by … --why …`,
  })
}
