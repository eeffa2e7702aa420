import type { OtherRules } from '../../comparison/zones-under-rules'
import { UsageError } from '../../errors'
import type { Connection } from '../../store/connection'
import { dayMs } from '../../time/civil-date'
import type { Interval } from '../../time/interval'
import { engineRules, packedRules } from '../../time/other-rules'
import { tzRelease } from '../../time/zone-table'
import { keptRules } from '../tz/kept-rules'
import { readRelease } from '../tz/read-release'

/** A definition may look so far beyond the interval, for where a calendar's edition or a contact's window ends. */
const reachDays = 400

/**
 * The rules of zones that somebody names: `node`, a release under which something was computed here (`2025b`), or the file of a packed
 * release. Null: those of this build.
 *
 * @throws UsageError for what is none of them
 */
export async function rulesNamed(
  db: Connection,
  name: string | undefined,
  { start, end }: Interval,
): Promise<OtherRules | null> {
  if (name === undefined || name === tzRelease) return null
  if (name === 'node') {
    const during = { start: start - reachDays * dayMs, end: end + reachDays * dayMs }
    return { release: `${process.versions.tz} of Node`, spansOf: (zone) => engineRules(zone, during) }
  }
  if (/^\d{4}[a-z]$/.test(name)) return rulesKept(db, name)
  const release = readRelease(name)
  const rules = packedRules(release)
  return { release: release.version, spansOf: (zone) => rules.get(zone) }
}

async function rulesKept(db: Connection, release: string): Promise<OtherRules> {
  const kept = await keptRules(db)
  const rules = kept.get(release)
  if (rules !== undefined) return rules
  const known = [...kept.keys()].sort()
  throw new UsageError(
    `Nothing was computed here under the tz release ${release}, so its rules are not kept.`,
    {
      code: 'diff.unknown-release',
      fields: { release },
      advice: `Name ${[...known, 'node'].join(', ')}, or the file data/packed/latest.json of another moment-timezone.`,
    },
  )
}
