import type { OtherRules } from '../../comparison/zones-under-rules'
import { grouped } from '../../reports/grouped'
import type { Connection } from '../../store/connection'
import { readOtherRules } from '../../store/zone-rules/read-zone-rules'
import { tzRelease } from '../../time/zone-table'

/** The rules of zones under other releases than this build's, as far as something was computed here under them; by tz release. */
export async function keptRules(db: Connection): Promise<Map<string, OtherRules>> {
  const releases = grouped(await readOtherRules(db, tzRelease), ({ release }) => release)
  return new Map(
    [...releases].map(([release, kept]) => {
      const zones = new Map(kept.map(({ zone, spans }) => [zone, spans]))
      return [release, { release, spansOf: (zone) => zones.get(zone) }]
    }),
  )
}
