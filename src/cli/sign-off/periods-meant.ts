import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readPublishedPeriods, type VersionPeriod } from '../../store/sign-offs/period'
import type { DayRange } from '../../time/day-span'
import { readVersion } from '../options/version'
import { storedVersion } from '../publish/stored-version'

/** Days of a version, with its name. */
export interface NamedPeriod extends VersionPeriod {
  /** `name@version`. */
  kpi: string
}

export interface WhichVersions {
  allPublished?: boolean
}

/** @throws UsageError `usage.which-versions` where none is named, or all are and one besides */
export function checkWhichVersions(reference: string | undefined, { allPublished }: WhichVersions): void {
  if ((reference === undefined) === (allPublished === true)) return
  throw new UsageError('Name a version, or say that all published ones are meant.', {
    code: 'usage.which-versions',
    advice: 'For instance service-level@2, or --all-published.',
  })
}

/** The days of the version that was named, or of the versions in force for these dates. */
export async function periodsMeant(
  db: Connection,
  reference: string | undefined,
  range: DayRange,
): Promise<NamedPeriod[]> {
  const { first, last } = range
  if (reference !== undefined) {
    const stored = await storedVersion(db, readVersion(reference))
    return [{ kpi: nameAndVersion(stored), definitionKey: stored.definitionKey, first, last }]
  }
  const names = new Map((await readDefinitions(db)).map((each) => [each.definitionKey, nameAndVersion(each)]))
  const periods = await readPublishedPeriods(db, { first, last })
  return periods.map((period) => ({ ...period, kpi: names.get(period.definitionKey) ?? '' }))
}
