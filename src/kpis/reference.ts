import { UsageError } from '../errors'
import { type BusinessCalendar, compileCalendar } from '../time/business-calendar'
import { parseZone, UnknownZoneError, type Zone } from '../time/zone-name'
import type { KpiContext } from './context'
import type { ReferenceTables, SiteCalendarRow } from './reference-tables'
import { compileValidity, valueAt } from './validity'

/** The reference tables as look-ups: everything of a context but the parameters. */
export type CompiledReference = Omit<KpiContext, 'parameters'>

/**
 * Compiles reference tables into look-ups as of an instant.
 *
 * @throws UsageError naming the row: an unknown zone, two zones for one agent at once, a calendar that does not
 *   read, two calendars for one site, two names for one wrap-up code
 */
export function compileReference(tables: ReferenceTables): CompiledReference {
  const agents = compileValidity(
    tables.agentZones,
    'zone',
    (row) => row.agentId,
    (row) => ({ zone: zoneOf(row.zone, `agent ${row.agentId}`), site: row.site }),
  )
  const queues = compileValidity(
    tables.queueZones,
    'zone',
    (row) => row.queueId,
    (row) => zoneOf(row.zone, `queue ${row.queueId}`),
  )
  const wrapUpNames = uniqueBy(
    tables.wrapUpCodes.map((row) => [row.id, row.name] as const),
    'name of wrap-up code',
  )
  const calendars = uniqueBy(
    tables.siteCalendars.map((row) => [row.site, calendarOf(row)] as const),
    'calendar of site',
  )
  return {
    zoneOfAgent: (agentId, at) =>
      agentId === null ? null : (valueAt(agents.get(agentId), at)?.zone ?? null),
    zoneOfQueue: (queueId, at) => (queueId === null ? null : valueAt(queues.get(queueId), at)),
    wrapUpName: (code) => wrapUpNames.get(code) ?? code,
    calendarOfAgent: (agentId, at) => {
      const site = agentId === null ? null : (valueAt(agents.get(agentId), at)?.site ?? null)
      return (site === null ? undefined : calendars.get(site)) ?? calendars.get(null) ?? null
    },
  }
}

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

function calendarOf({ site, calendar }: SiteCalendarRow): BusinessCalendar {
  try {
    return compileCalendar(calendar)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new UsageError(
      `Cannot use the calendar of ${site === null ? 'all other sites' : `site ${site}`}. ${cause.message}`,
      {
        code: 'kpis.bad-calendar',
        fields: { site },
        advice: 'Correct the calendar and load it again.',
        cause,
      },
    )
  }
}

function uniqueBy<Key, Value>(
  entries: readonly (readonly [Key, Value])[],
  what: string,
): ReadonlyMap<Key, Value> {
  const map = new Map<Key, Value>()
  for (const [key, value] of entries) {
    const known = map.get(key)
    if (known !== undefined && known !== value) {
      throw new UsageError(`The ${what} ${key ?? '(all others)'} is given twice.`, {
        code: 'kpis.duplicate-reference',
        fields: { key: key === null ? null : String(key) },
        advice: 'Keep one of the two rows.',
      })
    }
    map.set(key, value)
  }
  return map
}
