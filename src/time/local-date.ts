/**
 * Calendar dates, written `YYYY-MM-DD`. They belong to no zone; as texts they sort, compare and join as they
 * are.
 *
 * Functions here trust their argument: `parseLocalDate` is the door.
 */
import { UsageError } from '../errors'
import {
  civilDateOf,
  dayMs,
  dayNumberOf,
  digitPairAt,
  formatDayNumber,
  isCivilDate,
  weekdayOf,
} from './civil-date'
import type { Instant } from './instant'
import type { Interval } from './interval'

/** `YYYY-MM-DD` */
export type LocalDate = string

export class InvalidLocalDateError extends UsageError {
  readonly input: unknown

  constructor(input: unknown) {
    super(
      `Cannot read ${JSON.stringify(input)} as a date: expected a day of the calendar as YYYY-MM-DD, such as 2026-10-25.`,
      { code: 'time.invalid-local-date' },
    )
    this.input = input
  }
}

/** @throws InvalidLocalDateError for another form or a day that the calendar does not have */
export function parseLocalDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new InvalidLocalDateError(text)
  return text
}

export function isLocalDate(text: unknown): text is LocalDate {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false
  return isCivilDate(Number(text.slice(0, 4)), digitPairAt(text, 5), digitPairAt(text, 8))
}

/** The day number of a date; day 0 is 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  return dayNumberOf(
    digitPairAt(date, 0) * 100 + digitPairAt(date, 2),
    digitPairAt(date, 5),
    digitPairAt(date, 8),
  )
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return formatDayNumber(dayNumber(date) + days)
}

export function nextDate(date: LocalDate): LocalDate {
  return addDays(date, 1)
}

/** Days from one date to another; negative when `to` is the earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Every date from `first` up to, not including, `end`. */
export function* eachDate(first: LocalDate, end: LocalDate): Generator<LocalDate> {
  const last = dayNumber(end)
  for (let number = dayNumber(first); number < last; number++) yield formatDayNumber(number)
}

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export function dayOfWeek(date: LocalDate): number {
  return weekdayOf(dayNumber(date))
}

/** The first date of the week the date is in, for weeks that begin on the given ISO weekday. */
export function startOfWeek(date: LocalDate, firstDayOfWeek: number): LocalDate {
  return addDays(date, -((dayOfWeek(date) - firstDayOfWeek + 7) % 7))
}

/** ISO 8601 week, such as `2026-W44`: weeks begin on Monday and belong to the year their Thursday is in. */
export function isoWeek(date: LocalDate): string {
  const thursday = dayNumber(startOfWeek(date, 1)) + 3
  const { year } = civilDateOf(thursday)
  const week = Math.floor((thursday - dayNumberOf(year, 1, 1)) / 7) + 1
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`
}

export function startOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 8)}01`
}

export function startOfNextMonth(date: LocalDate): LocalDate {
  return startOfMonth(addDays(startOfMonth(date), 31))
}

/** The UTC date an instant is on. */
export function utcDay(instant: Instant): LocalDate {
  return formatDayNumber(Math.floor(instant / dayMs))
}

/** The 24 hours of a UTC date. */
export function utcDayInterval(date: LocalDate): Interval {
  const start = dayNumber(date) * dayMs
  return { start, end: start + dayMs }
}
