import { createHash } from 'node:crypto'
import { parseZone } from '../time/zone-name'
import { zoneFingerprint } from '../time/zone-table'
import { scheduleGroupOf } from './calendars-of'
import { canonicalJson } from './canonical-json'
import type { ReferenceTableName } from './definition'
import type { CalendarSource, ReferenceTables } from './reference-tables'
import { zonesRead } from './zones-read'

/**
 * SHA-256 of the tables a definition reads, and of the rules of every zone they name. The order of the rows is no part of
 * it; tables it does not read are not, either, so loading a calendar leaves numbers alone that know none.
 */
export function referenceFingerprint(tables: ReferenceTables, names: readonly ReferenceTableName[]): string {
  const rowsOf: Record<ReferenceTableName, readonly object[]> = {
    // The site says which calendar is an agent's: without calendars it means nothing.
    'agent-zone': names.includes('site-calendar')
      ? tables.agentZones
      : tables.agentZones.map(({ site: _, ...row }) => row),
    'agent-site': tables.agentZones.map(({ zone: _, ...row }) => row),
    'agent-team': tables.agentTeams,
    'queue-zone': tables.queueZones,
    'queue-site': tables.queueSites,
    'queue-target': tables.queueTargets,
    'wrap-up-code': tables.wrapUpCodes,
    'wrap-up-class': tables.wrapUpClasses,
    rate: tables.rates,
    'site-calendar': withGroups(tables.siteCalendars, tables),
    'queue-calendar': withGroups(tables.queueCalendars, tables),
  }
  const hash = createHash('sha256')
  for (const name of [...new Set(names)].sort()) {
    hash.update(`${name}\n`)
    for (const row of rowsOf[name].map((row) => canonicalJson(row)).sort()) hash.update(`${row}\n`)
  }
  for (const zone of zonesRead(tables, names)) hash.update(`${zone} ${zoneFingerprint(parseZone(zone))}\n`)
  return hash.digest('hex')
}

/** The same for many definitions over the same tables: those that read alike share one, and tables may be long. */
export function referenceFingerprints(
  tables: ReferenceTables,
): (names: readonly ReferenceTableName[]) => string {
  const known = new Map<string, string>()
  return (names) => {
    const alike = [...new Set(names)].sort().join()
    const fingerprint = known.get(alike) ?? referenceFingerprint(tables, names)
    known.set(alike, fingerprint)
    return fingerprint
  }
}

/** A calendar that names a schedule group says what that group says; whatever else is there is no part of it. */
function withGroups(
  rows: readonly { calendar: CalendarSource }[],
  { scheduleGroups }: ReferenceTables,
): readonly object[] {
  return rows.map((row) =>
    'scheduleGroup' in row.calendar
      ? { ...row, editions: scheduleGroupOf(row.calendar.scheduleGroup, scheduleGroups)?.editions ?? null }
      : row,
  )
}
