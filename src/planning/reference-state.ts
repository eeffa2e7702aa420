/** The reference tables by a hash each, and the zones they name by their rules: what changed between two moments can be said by name. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../kpis/canonical-json'
import type { ReferenceTableName } from '../kpis/definition'
import type { ReferenceTables } from '../kpis/reference-tables'
import { parseZone } from '../time/zone-name'
import { zoneFingerprint } from '../time/zone-table'

export type TableName = keyof ReferenceTables

export interface ReferenceState {
  tables: Record<string, string>
  /** By canonical name. */
  zones: Record<string, string>
}

/** SHA-256 of each table, whatever the order of its rows, and of the rules of each zone in them. */
export function referenceStateOf(tables: ReferenceTables): ReferenceState {
  const names = Object.keys(tables).sort() as TableName[]
  return {
    tables: Object.fromEntries(names.map((name) => [name, hashOf(tables[name])])),
    zones: Object.fromEntries(
      zonesIn(tables).map((zone) => [zone, zoneFingerprint(parseZone(zone)).slice(0, hashLength)]),
    ),
  }
}

/** What differs, in words; `reads` narrows it to what a definition reads. */
export function referenceChanges(
  before: ReferenceState,
  now: ReferenceState,
  reads?: readonly ReferenceTableName[],
): { tables: TableName[]; zones: string[] } {
  const read = reads === undefined ? null : new Set(reads.flatMap((name) => tablesRead[name]))
  const tables = changedKeys(before.tables, now.tables) as TableName[]
  // A zone that came or went came with a row, and the table says so.
  const zones = Object.keys(now.zones).filter(
    (zone) => (before.zones[zone] ?? now.zones[zone]) !== now.zones[zone],
  )
  const readsZones = reads === undefined || reads.some((name) => zonesRead.includes(name))
  return {
    tables: tables.filter((name) => read === null || read.has(name)),
    zones: readsZones ? zones.sort() : [],
  }
}

/** `agent zones`, `rules of Europe/London`: what differs, each by its name. */
export function changesInWords({ tables, zones }: ReturnType<typeof referenceChanges>): string[] {
  return [...tables.map(tableWords), ...zones.map((zone) => `rules of ${zone}`)]
}

/** `agent zones`, as people call the table. */
export function tableWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** Enough to tell a few hundred states of a table apart; the fingerprints of partitions are whole. */
const hashLength = 16

const calendars: readonly TableName[] = ['siteCalendars', 'queueCalendars', 'scheduleGroups']

const zonesRead: readonly ReferenceTableName[] = [
  'agent-zone',
  'queue-zone',
  'site-calendar',
  'queue-calendar',
]

const tablesRead: Record<ReferenceTableName, readonly TableName[]> = {
  'agent-zone': ['agentZones'],
  'agent-site': ['agentZones'],
  'agent-team': ['agentTeams'],
  'queue-zone': ['queueZones'],
  'queue-site': ['queueSites'],
  'queue-target': ['queueTargets'],
  'wrap-up-code': ['wrapUpCodes'],
  'wrap-up-class': ['wrapUpClasses'],
  rate: ['rates'],
  'site-calendar': [...calendars, 'agentZones'],
  'queue-calendar': calendars,
}

function hashOf(rows: readonly object[]): string {
  const hash = createHash('sha256')
  for (const row of rows.map((row) => canonicalJson(row)).sort()) hash.update(`${row}\n`)
  return hash.digest('hex').slice(0, hashLength)
}

function zonesIn({
  agentZones,
  queueZones,
  siteCalendars,
  queueCalendars,
  scheduleGroups,
}: ReferenceTables): string[] {
  const calendars = [...siteCalendars, ...queueCalendars].flatMap(({ calendar }) =>
    'scheduleGroup' in calendar ? [] : [calendar],
  )
  const editions = [...calendars, ...scheduleGroups.flatMap(({ editions }) => editions)]
  const named: readonly { zone?: string }[] = [...agentZones, ...queueZones, ...editions]
  const zones = named.flatMap(({ zone }) => (zone === undefined ? [] : [parseZone(zone).canonical]))
  return [...new Set(zones)].sort()
}

function changedKeys(before: Record<string, string>, now: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => before[key] !== now[key])
    .sort()
}
