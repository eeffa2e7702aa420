/**
 * Which instants a range of local dates may hold. Rows are read by UTC instants and sent by local date, so the reading must be wider
 * than the dates: a day cut off at its UTC border would be sent as if it were whole.
 */
import { dayMs, hourMs } from '../time/civil-date'
import { type Instant, parseInstant } from '../time/instant'
import type { Interval } from '../time/interval'

/** Kiribati is at UTC+14, Baker Island at UTC-12: no local date begins earlier or ends later. */
const earliestMs = 14 * hourMs
const latestMs = 12 * hourMs

/** The instants that lie on a date from `firstDate` to `lastDate` (both included, `YYYY-MM-DD`) somewhere on earth. */
export function instantsOfDates(firstDate: string, lastDate: string): Interval {
  return { start: midnight(firstDate) - earliestMs, end: midnight(lastDate) + dayMs + latestMs }
}

function midnight(date: string): Instant {
  return parseInstant(`${date}T00:00:00.000Z`)
}
