/**
 * Local days: the interval a date covers in a zone. It lasts 23, 24 or 25 hours; or 22, 23.5, 24.5, 26, even
 * 31; or none at all.
 *
 * A date begins at the first instant whose local date is that date or a later one, and ends where the next
 * begins. So days tile the time line, whatever clocks do:
 * - where midnight is skipped, the day begins at 01:00 (Cairo, Santiago);
 * - where midnight comes twice, the day begins at the first (Havana);
 * - a date that was skipped is empty (Apia, 2011-12-30);
 * - where clocks went back *over* midnight, a few minutes after it (St John's until 2011, at 00:01), the
 *   hour shown as yesterday's for the second time belongs to the day that had begun: for that hour
 *   `localDate` and `dateContaining` differ, and nowhere else.
 */
import { dayMs, formatDayNumber } from './civil-date'
import type { Instant } from './instant'
import { type Interval, intersect } from './interval'
import { dayNumber, type LocalDate } from './local-date'
import { localDayNumber } from './local-time'
import type { Zone } from './zone-name'
import { spanIndexAt, widestOffsetMs } from './zone-table'

export interface LocalDay {
  readonly date: LocalDate
  readonly interval: Interval
}

/** The instants of a date in a zone. Empty when the zone skipped the date. */
export function dayBounds(zone: Zone, date: LocalDate): Interval {
  const number = dayNumber(date)
  return { start: startOfDayNumber(zone, number), end: startOfDayNumber(zone, number + 1) }
}

/**
 * The instants of the dates from `first` up to, not including, `end`: a week, a month, a range someone asked
 * for.
 */
export function datesBounds(zone: Zone, first: LocalDate, end: LocalDate): Interval {
  return { start: startOfDayNumber(zone, dayNumber(first)), end: startOfDayNumber(zone, dayNumber(end)) }
}

/** The date whose day contains the instant. */
export function dateContaining(zone: Zone, instant: Instant): LocalDate {
  return formatDayNumber(dayNumberContaining(zone, instant))
}

/** The days an interval touches, whole and in order. Skipped dates do not appear. */
export function* eachLocalDay(zone: Zone, interval: Interval): Generator<LocalDay> {
  if (interval.end <= interval.start) return
  let number = dayNumberContaining(zone, interval.start)
  let start = startOfDayNumber(zone, number)
  while (start < interval.end) {
    const end = startOfDayNumber(zone, number + 1)
    if (end > start) yield { date: formatDayNumber(number), interval: { start, end } }
    start = end
    number++
  }
}

/** The interval cut at local midnights: pieces that add up to it, each with its date. */
export function* splitByLocalDay(zone: Zone, interval: Interval): Generator<LocalDay> {
  for (const day of eachLocalDay(zone, interval)) {
    const piece = intersect(day.interval, interval)
    if (piece !== null) yield { date: day.date, interval: piece }
  }
}

function dayNumberContaining(zone: Zone, instant: Instant): number {
  const shown = localDayNumber(zone, instant)
  return startOfDayNumber(zone, shown + 1) <= instant ? shown + 1 : shown
}

/** The first instant at which the zone's calendar shows this day or a later one. */
function startOfDayNumber(zone: Zone, number: number): Instant {
  const midnight = number * dayMs
  const { starts, offsetsMs } = zone.table
  let span = spanIndexAt(zone.table, midnight - widestOffsetMs)
  while (true) {
    const first = Math.max(starts[span] as number, midnight - (offsetsMs[span] as number))
    if (first < (starts[span + 1] as number)) return first
    span++
  }
}
