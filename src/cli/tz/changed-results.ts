import { catalogue } from '../../kpis/catalogue'
import {
  daysACalendarReaches,
  type LocalWindow,
  localWindow,
  readsCalendars,
  zonesReckonedBy,
} from '../../kpis/clock'
import type { KpiDefinition } from '../../kpis/definition'
import type { ReferenceTables } from '../../kpis/reference-tables'
import type { Connection } from '../../store/connection'
import { readDefinitions, type StoredDefinition } from '../../store/definitions/read-definitions'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { contactsUnderRules } from '../../store/zone-rules/contacts-under-rules'
import { readOtherRules } from '../../store/zone-rules/read-zone-rules'
import { type ResultsUnderRules, resultsUnderRules } from '../../store/zone-rules/results-under-rules'
import type { Interval } from '../../time/interval'
import { ruleDifferences } from '../../time/rule-differences'
import { parseZone } from '../../time/zone-name'
import { tzRelease, zoneTable } from '../../time/zone-table'
import type { ZoneDifference } from './release-differences'

/** Stored results of one definition that were reckoned by rules this build no longer has. */
export interface ChangedResults extends ZoneDifference {
  /** The release they were computed under. */
  release: string
  kpi: string
  /** UTC days of the subjects, both included. */
  first: string
  last: string
  observations: number
}

/** The rules of a zone that another release has for an interval. */
interface OtherRules {
  zone: string
  release: string
  interval: Interval
}

/** The zones, spans and results that the release of this build changes; ours is the first account. */
export async function changedResults(db: Connection): Promise<ChangedResults[]> {
  const stored = await readDefinitions(db)
  const tables = await loadReferenceTables(db)
  const changed: ChangedResults[] = []
  for (const { zone, release, spans } of await readOtherRules(db, tzRelease)) {
    for (const difference of ruleDifferences(zoneTable(zone), spans, always)) {
      const rules = { zone, release, interval: difference.interval }
      for (const { kpi, version, ...days } of await reckonedBy(db, rules, stored, tables))
        changed.push({ zone, ...difference, release, kpi: `${kpi}@${version}`, ...days })
    }
  }
  return changed
}

/** What is reckoned by rules, in order of the definitions: most of them by the zone of the observation alone. */
async function reckonedBy(
  db: Connection,
  rules: OtherRules,
  stored: readonly StoredDefinition[],
  tables: ReferenceTables,
): Promise<ResultsUnderRules[]> {
  const found: ResultsUnderRules[] = []
  const byZoneAlone: number[] = []
  for (const { definitionKey, parameters, name, version } of stored) {
    const definition = catalogue.find((each) => each.name === name && each.version === version)
    const window = definition === undefined ? null : localWindow(definition, parameters)
    if (window !== null) found.push(...(await byWindow(db, rules, { definitionKey, window }, tables)))
    else if (definition !== undefined && readsCalendars(definition))
      found.push(...(await byCalendar(db, rules, { definitionKey, definition }, tables)))
    else byZoneAlone.push(definitionKey)
  }
  const alone = { definitionKeys: byZoneAlone, zones: [rules.zone], aroundDays: 0, leavesOut: false }
  found.push(...(await resultsUnderRules(db, { ...rules, ...alone })))
  return found.sort((a, b) => (a.kpi === b.kpi ? a.version - b.version : a.kpi < b.kpi ? -1 : 1))
}

function byWindow(
  db: Connection,
  rules: OtherRules,
  { definitionKey, window }: { definitionKey: number; window: LocalWindow },
  { queueZones }: ReferenceTables,
): Promise<ResultsUnderRules[]> {
  const queues = queueZones.filter(({ zone }) => parseZone(zone).canonical === rules.zone)
  return contactsUnderRules(db, {
    ...rules,
    definitionKey,
    queueIds: [...new Set(queues.map(({ queueId }) => queueId))],
    windowDays: window.days,
    awaitsEnd: window.awaitsEnd,
  })
}

function byCalendar(
  db: Connection,
  rules: OtherRules,
  { definitionKey, definition }: { definitionKey: number; definition: KpiDefinition },
  tables: ReferenceTables,
): Promise<ResultsUnderRules[]> {
  return resultsUnderRules(db, {
    ...rules,
    definitionKeys: [definitionKey],
    zones: zonesReckonedBy(rules.zone, definition, tables),
    aroundDays: daysACalendarReaches,
    leavesOut: true,
  })
}

const always = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }
