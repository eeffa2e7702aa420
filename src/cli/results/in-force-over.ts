import { nameAndVersion } from '../../kpis/definition'
import { inForceOver } from '../../kpis/publication'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import type { Interval } from '../../time/interval'
import { utcDay } from '../../time/local-date'

/** Which version's numbers are read where none is named, and what somebody should know of that. */
export interface VersionRead {
  /** `service-level@2`; the name alone where nothing is in force for these dates. */
  readonly reference: string
  /** Null where the version read is in force for all dates that are asked for, and in force today. */
  readonly note: string | null
}

/**
 * The version in force for the dates of an interval (of UTC, as the periods have them). Where several are, that of today is read for all
 * of them: numbers of two meanings make no sum.
 */
export async function versionInForceOver(
  db: Connection,
  name: string,
  interval: Interval,
): Promise<VersionRead> {
  const periods = (await readPeriods(db, name)).get(name) ?? []
  const range = { first: utcDay(interval.start), last: utcDay(interval.end - 1) }
  const stretches = inForceOver(periods, range)
  const today = (await readDefinitions(db, name)).find(({ published }) => published)?.version
  const named = (version: number) => nameAndVersion({ name, version })
  const [only, ...more] = stretches
  if (only === undefined) return { reference: name, note: null }
  if (more.length === 0) {
    const isOther = today !== undefined && today !== only.version
    return {
      reference: named(only.version),
      note: isOther
        ? `${named(only.version)} is in force for these dates; ${named(today)}, which is for those of today, can be named.`
        : null,
    }
  }
  const each = stretches.map(
    ({ version, first, last }) => `${named(version)} for ${first === last ? first : `${first} to ${last}`}`,
  )
  const others = stretches.filter(({ version }) => version !== today)
  const ways = others.map(
    ({ version, first, last }) => `\`retally results ${named(version)} --from ${first} --to ${last}\``,
  )
  const shown = today === undefined ? 'One version' : named(today)
  return {
    reference: name,
    note: `${shown} is shown for all dates; in force is ${each.join(', ')} (dates of UTC). ${ways.join(', ')} reads what is in force there.`,
  }
}
