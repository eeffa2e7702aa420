import type { RawBusinessCalendar } from '../time/business-calendar'
import { parseZone } from '../time/zone-name'
import { scheduleGroupOf } from './calendars-of'
import type { ReferenceTableName } from './definition'
import type { CalendarSource, ReferenceTables } from './reference-tables'

const tablesWithZones = [
  'agent-zone',
  'queue-zone',
  'site-calendar',
  'queue-calendar',
] as const satisfies ReferenceTableName[]

/**
 * The zones that tables name, by their canonical names and in order: those of agents and queues, and of calendars with a
 * clock of their own.
 *
 * @param names the tables looked at; without it all
 */
export function zonesRead(
  tables: ReferenceTables,
  names: readonly ReferenceTableName[] = tablesWithZones,
): string[] {
  const named: readonly { zone?: string }[] = [
    ...(names.includes('agent-zone') ? tables.agentZones : []),
    ...(names.includes('queue-zone') ? tables.queueZones : []),
    ...(names.includes('site-calendar') ? editionsIn(tables.siteCalendars, tables) : []),
    ...(names.includes('queue-calendar') ? editionsIn(tables.queueCalendars, tables) : []),
  ]
  const zones = named.flatMap(({ zone }) => (zone === undefined ? [] : [parseZone(zone).canonical]))
  return [...new Set(zones)].sort()
}

/** The calendars of rows written out; of a schedule group that nobody has told there is none. */
export function editionsIn(
  rows: readonly { calendar: CalendarSource }[],
  { scheduleGroups }: ReferenceTables,
): readonly RawBusinessCalendar[] {
  return rows.flatMap(({ calendar }) => {
    if (!('scheduleGroup' in calendar)) return [calendar]
    return scheduleGroupOf(calendar.scheduleGroup, scheduleGroups)?.editions ?? []
  })
}
