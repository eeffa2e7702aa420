import type { Interval } from '../../time/interval'
import { engineRules, type PackedRelease, packedRules } from '../../time/other-rules'
import { type OffsetSpans, type RuleDifference, ruleDifferences } from '../../time/rule-differences'
import { canonicalName, tzNames } from '../../time/tz-data'
import { zoneTable } from '../../time/zone-table'

/** A zone whose clock another account of the rules shows differently during some interval. */
export interface ZoneDifference extends RuleDifference {
  /** Canonical name; links go with their zone. */
  zone: string
}

/** Zones of this build whose rules differ from those of Node's own ICU, ours being the first account. */
export function differencesFromNode(during: Interval): ZoneDifference[] {
  return differences(during, (zone) => engineRules(zone, during))
}

/** The same, from a packed release of the data package. */
export function differencesFromRelease(release: PackedRelease, during: Interval): ZoneDifference[] {
  const rules = packedRules(release)
  return differences(during, (zone) => rules.get(zone))
}

/** A zone the other account does not know has no difference: there is nothing to compare. */
function differences(during: Interval, others: (zone: string) => OffsetSpans | undefined): ZoneDifference[] {
  const zones = [...new Set(tzNames.map((name) => canonicalName(name) as string))].sort()
  return zones.flatMap((zone) => {
    const other = others(zone)
    if (other === undefined) return []
    return ruleDifferences(zoneTable(zone), other, during).map((difference) => ({ zone, ...difference }))
  })
}
