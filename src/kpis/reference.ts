import { UsageError } from '../errors'
import { parseZone, UnknownZoneError, type Zone } from '../time/zone-name'
import { calendarsOf } from './calendars-of'
import type { KpiContext } from './context'
import type { RateRow, ReferenceTables } from './reference-tables'
import { compileValidity, valueAt } from './validity'

/** The reference tables as look-ups: everything of a context but the parameters. */
export type CompiledReference = Omit<KpiContext, 'parameters'>

/**
 * Compiles reference tables into look-ups as of an instant.
 *
 * @throws UsageError naming the row: an unknown zone, two zones (teams, targets, names …) for one id at once, a calendar
 *   that does not read, editions of one calendar that overlap, rates in two currencies
 */
export function compileReference(tables: ReferenceTables): CompiledReference {
  const agents = compileValidity(
    tables.agentZones,
    'zone',
    (row) => row.agentId,
    (row) => ({ zone: zoneOf(row.zone, `agent ${row.agentId}`), site: row.site }),
  )
  const teams = compileValidity(
    tables.agentTeams,
    'team',
    (row) => row.agentId,
    ({ team, division }) => ({ team, division }),
  )
  const queues = compileValidity(
    tables.queueZones,
    'zone',
    (row) => row.queueId,
    (row) => zoneOf(row.zone, `queue ${row.queueId}`),
  )
  const queueSites = compileValidity(
    tables.queueSites,
    'site',
    (row) => row.queueId,
    (row) => row.site,
  )
  const targets = compileValidity(
    tables.queueTargets,
    'service-level target',
    (row) => targetKey(row.queueId, row.mediaType),
    (row) => row.targetMs,
  )
  const wrapUpNames = compileValidity(
    tables.wrapUpCodes,
    'name',
    (row) => row.id,
    (row) => row.name,
  )
  const wrapUpClasses = compileValidity(
    tables.wrapUpClasses,
    'class',
    (row) => row.id,
    (row) => row.class,
  )
  refuseTwoCurrencies(tables.rates)
  const rates = compileValidity(
    tables.rates,
    'rate',
    (row) => rateKey(row.site),
    ({ currency, minorPerHour }) => ({ currency, minorPerHour }),
  )
  const siteCalendars = calendarsOf(
    tables.siteCalendars,
    tables.scheduleGroups,
    (row) => row.site,
    (site) => (site === null ? 'all other sites' : `site ${site}`),
  )
  const queueCalendars = calendarsOf(
    tables.queueCalendars,
    tables.scheduleGroups,
    (row) => row.queueId,
    (queueId) => `queue ${queueId}`,
  )
  const siteOfAgent = (agentId: string | null, at: number) =>
    agentId === null ? null : (valueAt(agents.get(agentId), at)?.site ?? null)
  const siteOfQueue = (queueId: string | null, at: number) =>
    queueId === null ? null : valueAt(queueSites.get(queueId), at)
  const calendarOfSite = (site: string | null) =>
    siteCalendars.get(siteCalendars.has(site) ? site : null) ?? null
  return {
    zoneOfAgent: (agentId, at) =>
      agentId === null ? null : (valueAt(agents.get(agentId), at)?.zone ?? null),
    siteOfAgent,
    teamOfAgent: (agentId, at) => (agentId === null ? null : (valueAt(teams.get(agentId), at)?.team ?? null)),
    divisionOfAgent: (agentId, at) =>
      agentId === null ? null : (valueAt(teams.get(agentId), at)?.division ?? null),
    calendarOfAgent: (agentId, at) => calendarOfSite(siteOfAgent(agentId, at)),
    zoneOfQueue: (queueId, at) => (queueId === null ? null : valueAt(queues.get(queueId), at)),
    siteOfQueue,
    targetOfQueue: (queueId, mediaType, at) =>
      queueId === null
        ? null
        : (valueAt(targets.get(targetKey(queueId, mediaType)), at) ??
          valueAt(targets.get(targetKey(queueId, null)), at)),
    calendarOfQueue: (queueId, at) =>
      queueId !== null && queueCalendars.has(queueId)
        ? (queueCalendars.get(queueId) ?? null)
        : calendarOfSite(siteOfQueue(queueId, at)),
    wrapUpName: (code, at) => valueAt(wrapUpNames.get(code), at) ?? code,
    hasWrapUpName: (code, at) => !isId.test(code) || valueAt(wrapUpNames.get(code), at) !== null,
    wrapUpClass: (code, at) => (code === null ? null : valueAt(wrapUpClasses.get(code), at)),
    rateOfSite: (site, at) => valueAt(rates.get(rateKey(site)), at) ?? valueAt(rates.get(rateKey(null)), at),
  }
}

/** An id of the platform's; whatever else stands for a wrap-up code is a literal. */
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The context a definition runs in: reference look-ups and the parameters, which nobody can change any more. */
export function createContext<Parameters>(
  reference: CompiledReference,
  parameters: Parameters,
): KpiContext<Parameters> {
  return Object.freeze({ ...reference, parameters: frozen(parameters) })
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

/** As people read it in a message, as is the key of a rate. */
function targetKey(queueId: string, mediaType: string | null): string {
  return mediaType === null ? `queue ${queueId}` : `queue ${queueId} for ${mediaType}`
}

function rateKey(site: string | null): string {
  return site === null ? 'all other sites' : `site ${site}`
}

function zoneOf(name: string, whose: string): Zone {
  try {
    return parseZone(name)
  } catch (cause) {
    if (!(cause instanceof UnknownZoneError)) throw cause
    throw new UsageError(`Cannot use the zone given for ${whose}. ${cause.message}`, {
      code: 'kpis.unknown-zone',
      fields: { zone: name },
      advice: 'Correct the row and load the table again.',
      cause,
    })
  }
}

/** Costs are added up, and no sum can hold euros and dollars. */
function refuseTwoCurrencies(rates: readonly RateRow[]): void {
  const [first, second] = new Set(rates.map(({ currency }) => currency))
  if (second === undefined) return
  throw new UsageError(`The rates are in ${first} and in ${second}: costs in two currencies do not add up.`, {
    code: 'kpis.two-currencies',
    fields: { first, second },
    advice: 'Give all rates in one currency.',
  })
}
