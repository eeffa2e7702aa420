import { createHash } from 'node:crypto'
import { parseZone } from '../time/zone-name'
import { zoneFingerprint } from '../time/zone-table'
import { canonicalJson } from './canonical-json'
import type { ReferenceTableName } from './definition'
import type { ReferenceTables } from './reference-tables'

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
    'queue-zone': tables.queueZones,
    'wrap-up-code': tables.wrapUpCodes,
    'site-calendar': tables.siteCalendars,
  }
  const hash = createHash('sha256')
  for (const name of [...new Set(names)].sort()) {
    hash.update(`${name}\n`)
    for (const row of rowsOf[name].map((row) => canonicalJson(row)).sort()) hash.update(`${row}\n`)
  }
  for (const zone of zonesIn(tables, names)) hash.update(`${zone} ${zoneFingerprint(parseZone(zone))}\n`)
  return hash.digest('hex')
}

/** Canonical names, in order. */
function zonesIn(tables: ReferenceTables, names: readonly ReferenceTableName[]): string[] {
  const named = [
    ...(names.includes('agent-zone') ? tables.agentZones : []),
    ...(names.includes('queue-zone') ? tables.queueZones : []),
  ]
  return [...new Set(named.map(({ zone }) => parseZone(zone).canonical))].sort()
}
