import { UsageError } from '../../errors'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { subjectOf } from '../../kpis/subject'
import { hasNumbersIn } from '../../store/comparison/has-numbers-in'
import { readPostedRange } from '../../store/comparison/read-posted-range'
import { readSubjectDays } from '../../store/comparison/read-subject-days'
import type { Connection } from '../../store/connection'
import { onDays } from '../../time/day-span'
import type { Interval } from '../../time/interval'
import { utcDay } from '../../time/local-date'
import { everyDay, intervalOfDays } from '../options/range'
import { daysThatReach } from './reach'
import type { Sides } from './side'

/**
 * All that both sides have: the UTC days onto which one of them posts anything.
 *
 * @throws UsageError where neither has a number
 */
export async function storedRange(db: Connection, { a, b }: Sides): Promise<Interval> {
  const range = await readPostedRange(db, [a.stored.definitionKey, b.stored.definitionKey])
  if (range !== null) return range
  const names = `${nameAndVersion(a.definition)} nor ${nameAndVersion(b.definition)}`
  throw new UsageError(`Neither ${names} has a number here.`, {
    code: 'diff.nothing-computed',
    advice: `Compute them: retally backfill ${nameAndVersion(b.definition)} --from … --to …`,
  })
}

/** @throws UsageError where neither side was computed on a day of the range: that is no agreement */
export async function refuseUncomputed(db: Connection, { a, b }: Sides, interval: Interval): Promise<void> {
  const keys = [a.stored.definitionKey, b.stored.definitionKey]
  if (await hasNumbersIn(db, keys, interval)) return
  const days = { first: utcDay(interval.start), last: utcDay(interval.end - 1) }
  throw new UsageError(`Neither ${a.name} nor ${b.name} has a number ${onDays(days)}.`, {
    code: 'diff.nothing-computed',
    fields: days,
    advice: `Leave out --from and --to to compare all there is, or compute them: retally backfill ${nameAndVersion(b.definition)} --from … --to …`,
  })
}

/** @throws UsageError where nothing is stored that may post into the range */
export async function refuseUnstored(
  db: Connection,
  definition: KpiDefinition,
  interval: Interval,
): Promise<void> {
  const days = await readSubjectDays(db, subjectOf(definition), daysThatReach(interval))
  if (days.length > 0) return
  const asked = { first: utcDay(interval.start), last: utcDay(interval.end - 1) }
  throw nothingStored(definition, ` ${onDays(asked)}`)
}

/**
 * The UTC days that have facts of what a definition observes.
 *
 * @throws UsageError where there are none
 */
export async function subjectRange(db: Connection, definition: KpiDefinition): Promise<Interval> {
  const days = await readSubjectDays(db, subjectOf(definition), everyDay)
  const [first, last] = [days[0], days.at(-1)]
  if (first !== undefined && last !== undefined) return intervalOfDays({ first, last })
  throw nothingStored(definition)
}

function nothingStored(definition: KpiDefinition, on = ''): UsageError {
  return new UsageError(`Nothing is stored here${on} that ${nameAndVersion(definition)} observes.`, {
    code: 'diff.nothing-stored',
    advice: 'Bring the data home first: retally export --from … --to …',
  })
}
