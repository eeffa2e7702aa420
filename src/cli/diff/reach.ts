import { longestConversationDays } from '../../facts/longest-conversation'
import type { DayRange } from '../../time/day-span'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'

/** The UTC days whose subjects may post into an interval. */
export function daysThatReach({ start, end }: Interval): DayRange {
  return { first: addDays(utcDay(start), -longestConversationDays), last: utcDay(end - 1) }
}
