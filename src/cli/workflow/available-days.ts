import { readAvailability } from '../../genesys/details-job'
import { utcLabel } from '../../reports/local-label'
import type { DaySpan } from '../../time/day-span'
import { daysBetween, eachDate, type LocalDate, nextDate, utcDay } from '../../time/local-date'
import type { CommandContext } from '../command'
import { intervalOfDays, rangeLabel } from '../options/range'
import { platformClient, platformNeeded } from '../platform-needed'
import type { Session } from '../session'
import { refuseBeyond } from './beyond-data'

export interface AvailableDays {
  /** The part of the range for which the platform has any data yet. */
  range: DaySpan
  /** The days beyond: they wait, they are not an error. */
  waiting: LocalDate[]
}

/**
 * Parts a range at the day up to which the platform has data. Asking also proves the credentials before anything is
 * started.
 *
 * @throws as `refuseBeyond` when no day of the range has begun
 */
export async function availableDays(
  { screen }: CommandContext,
  session: Session,
  range: DaySpan,
): Promise<AvailableDays> {
  const platform = platformClient(platformNeeded(session, 'export'), session.store)
  const until = await readAvailability(platform)
  refuseBeyond(rangeLabel(range), intervalOfDays(range), until)
  const lastBegun = utcDay(until - 1)
  if (lastBegun >= range.last) return { range, waiting: [] }
  screen.say(
    `The platform has data until ${utcLabel(until)}: the days after ${lastBegun} wait; give the same command later for them.`,
  )
  return {
    range: { first: range.first, last: lastBegun, days: daysBetween(range.first, lastBegun) + 1 },
    waiting: [...eachDate(nextDate(lastBegun), nextDate(range.last))],
  }
}
