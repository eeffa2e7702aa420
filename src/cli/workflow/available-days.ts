import { RetryableError } from '../../errors'
import { readAvailability } from '../../genesys/details-job'
import { utcLabel } from '../../reports/local-label'
import { daysBetween, utcDay } from '../../time/local-date'
import type { CommandContext } from '../command'
import type { DayRange } from '../options/range'
import { platformClient, platformNeeded } from '../platform-needed'
import type { Session } from '../session'

/**
 * The part of a range for which the platform has any data yet. Days beyond are named: they wait, they are not an
 * error. Asking also proves the credentials before anything is started.
 *
 * @throws RetryableError `export.not-available-yet` when no day of the range has begun
 */
export async function availableDays(
  { screen }: CommandContext,
  session: Session,
  range: DayRange,
): Promise<DayRange> {
  const platform = platformClient(platformNeeded(session, 'export'), session.store)
  const until = await readAvailability(platform)
  const lastBegun = utcDay(until - 1)
  if (lastBegun >= range.last) return range
  if (lastBegun < range.first) {
    throw new RetryableError(
      `The platform has data until ${utcLabel(until)}; ${range.first} to ${range.last} lies beyond and has to wait.`,
      {
        code: 'export.not-available-yet',
        fields: { availableUntil: utcLabel(until), first: range.first, last: range.last },
        advice: `Give the same command later, or ask for days up to ${lastBegun}.`,
      },
    )
  }
  screen.say(
    `The platform has data until ${utcLabel(until)}: the days after ${lastBegun} wait; give the same command later for them.`,
  )
  return { first: range.first, last: lastBegun, days: daysBetween(range.first, lastBegun) + 1 }
}
