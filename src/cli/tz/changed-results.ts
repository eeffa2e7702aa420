import type { Connection } from '../../store/connection'
import { readOtherRules } from '../../store/zone-rules/read-zone-rules'
import { resultsUnderRules } from '../../store/zone-rules/results-under-rules'
import { ruleDifferences } from '../../time/rule-differences'
import { tzRelease, zoneTable } from '../../time/zone-table'
import type { ZoneDifference } from './release-differences'

/** Stored results of one definition that were reckoned by rules this build no longer has. */
export interface ChangedResults extends ZoneDifference {
  /** The release they were computed under. */
  release: string
  kpi: string
  /** UTC days of the conversations, both included. */
  first: string
  last: string
  observations: number
}

/** The zones, spans and results that the release of this build changes; ours is the first account. */
export async function changedResults(db: Connection): Promise<ChangedResults[]> {
  const changed: ChangedResults[] = []
  for (const { zone, release, spans } of await readOtherRules(db, tzRelease)) {
    for (const difference of ruleDifferences(zoneTable(zone), spans, always)) {
      const of = { zone, release, interval: difference.interval }
      for (const { kpi, version, first, last, observations } of await resultsUnderRules(db, of)) {
        changed.push({ zone, ...difference, release, kpi: `${kpi}@${version}`, first, last, observations })
      }
    }
  }
  return changed
}

const always = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }
