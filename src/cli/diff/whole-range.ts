import { UsageError } from '../../errors'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { subjectOf } from '../../kpis/subject'
import { readPostedRange } from '../../store/comparison/read-posted-range'
import { readSubjectDays } from '../../store/comparison/read-subject-days'
import type { Connection } from '../../store/connection'
import type { Interval } from '../../time/interval'
import { everyDay, intervalOfDays } from '../options/range'
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

/**
 * The UTC days that have facts of what a definition observes.
 *
 * @throws UsageError where there are none
 */
export async function subjectRange(db: Connection, definition: KpiDefinition): Promise<Interval> {
  const days = await readSubjectDays(db, subjectOf(definition), everyDay)
  const [first, last] = [days[0], days.at(-1)]
  if (first !== undefined && last !== undefined) return intervalOfDays({ first, last })
  throw new UsageError(`Nothing is stored here that ${nameAndVersion(definition)} observes.`, {
    code: 'diff.nothing-stored',
    advice: 'Bring the data home first: retally export --from … --to …',
  })
}
