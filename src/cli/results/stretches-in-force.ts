import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { inForceOver, type Period, type Replaced } from '../../kpis/publication'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import { readPublications } from '../../store/definitions/read-publications'
import type { Instant } from '../../time/instant'
import { type Interval, intersect } from '../../time/interval'
import { nextDate } from '../../time/local-date'
import { dateContaining, datesBounds } from '../../time/local-day'
import { utcZone, type Zone } from '../../time/zone-name'
import { rangeLabel } from '../options/range'
import { neverComputed, nothingPublishedOn } from './definition-with-results'

/** Dates of a range over which one version is in force, and the instants of the range that lie on them. */
export interface Stretch extends Replaced {
  readonly interval: Interval
}

/** What is read where no version is named. */
export interface StretchesInForce {
  /** In order; at least one. */
  readonly stretches: readonly Stretch[]
  /** What somebody should know of it; null where one version is in force for all dates that are asked for, and for those of today. */
  readonly note: string | null
}

export interface DatesAsked {
  interval: Interval
  /** Whose dates are meant; without it those of UTC. */
  zone: Zone | undefined
  /** As publications stood at a moment; without it as they stand. */
  asKnownAt?: Instant | undefined
}

/**
 * The versions in force for the dates of an interval, each with its own dates. A date begins where the zone has it begin, so that no day of
 * that zone is of two versions.
 *
 * @throws UsageError where nothing of the KPI is published, or was at the moment, or nothing for any of these dates
 */
export async function stretchesInForce(
  db: Connection,
  name: string,
  { interval, zone = utcZone, asKnownAt }: DatesAsked,
): Promise<StretchesInForce> {
  const periods = asKnownAt === undefined ? await periodsNow(db, name) : await periodsAt(db, name, asKnownAt)
  const range = {
    first: dateContaining(zone, interval.start),
    last: dateContaining(zone, interval.end - 1),
  }
  const stretches = inForceOver(periods, range).flatMap((dates) => {
    const within = intersect(datesBounds(zone, dates.first, nextDate(dates.last)), interval)
    return within === null ? [] : [{ ...dates, interval: within }]
  })
  const [earliest] = stretches
  if (earliest === undefined) throw noneInForce(name, range, periods[0] as Period)
  const lines = [
    ...(earliest.first > range.first ? [`Nothing of ${name} is in force before ${earliest.first}.`] : []),
    ...(stretches.length > 1 ? [eachForItsDates(name, stretches, zone)] : []),
    ...(stretches.length === 1 && asKnownAt === undefined ? await notOfToday(db, name, earliest) : []),
  ]
  return { stretches, note: lines.length === 0 ? null : lines.join(' ') }
}

async function periodsNow(db: Connection, name: string): Promise<readonly Period[]> {
  const periods = (await readPeriods(db, name)).get(name)
  if (periods !== undefined) return periods
  throw neverComputed(name, findDefinition(name), await readDefinitions(db, name))
}

async function periodsAt(db: Connection, name: string, moment: Instant): Promise<readonly Period[]> {
  const account = await readPublications(db, { name })
  const periods = account.findLast(({ at, stands }) => stands !== null && at <= moment)?.stands ?? []
  if (periods.length > 0) return periods
  throw nothingPublishedOn(name, moment)
}

function eachForItsDates(name: string, stretches: readonly Stretch[], zone: Zone): string {
  const each = stretches.map(
    (stretch) => `${nameAndVersion({ name, ...stretch })} for ${rangeLabel(stretch)}`,
  )
  return (
    `In force is ${each.join(', ')} (dates of ${zone.name}): each is shown for its own dates, and they are not added up, since numbers of ` +
    `two meanings make no sum. A version that is named (${nameAndVersion({ name, ...(stretches.at(-1) as Stretch) })}) is shown for all dates.`
  )
}

async function notOfToday(db: Connection, name: string, { version }: Stretch): Promise<string[]> {
  const today = (await readDefinitions(db, name)).find(({ published }) => published)?.version
  if (today === undefined || today === version) return []
  return [
    `${nameAndVersion({ name, version })} is in force for these dates; ${nameAndVersion({ name, version: today })}, which is for those of today, can be named.`,
  ]
}

function noneInForce(
  name: string,
  range: Pick<Replaced, 'first' | 'last'>,
  { version, since }: Period,
): UsageError {
  const earliest = nameAndVersion({ name, version })
  return new UsageError(
    `Nothing of ${name} is in force for ${rangeLabel(range)}: ${earliest} is for dates from ${since} on.`,
    {
      code: 'results.none-in-force',
      fields: { kpi: name, ...range },
      advice: `Ask for later dates, or name the version: ${earliest}.`,
    },
  )
}
