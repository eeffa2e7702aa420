import type { Interval } from '../../time/interval'
import { addDays, utcDay, utcDayInterval } from '../../time/local-date'

/** The UTC days that an interval holds as a whole, both included; null where it holds none. */
export function wholeDays({ start, end }: Interval): { first: string; last: string } | null {
  const first = utcDayInterval(utcDay(start)).start === start ? utcDay(start) : addDays(utcDay(start), 1)
  const last = addDays(utcDay(end), -1)
  return first <= last ? { first, last } : null
}
