/** Days that follow each other, told by their ends: lists of days are mostly a few stretches. */
import { daysBetween, type LocalDate, nextDate } from './local-date'

export interface DayRange {
  first: LocalDate
  /** Included. */
  last: LocalDate
}

/** A range that says how many days it has. */
export interface DaySpan extends DayRange {
  days: number
}

/** The stretches that days make up, in order; a day that comes twice counts once. */
export function spansOf(days: readonly LocalDate[]): DaySpan[] {
  const spans: DaySpan[] = []
  for (const day of [...new Set(days)].sort()) {
    const open = spans.at(-1)
    if (open !== undefined && nextDate(open.last) === day) open.last = day
    else spans.push({ first: day, last: day, days: 1 })
  }
  for (const span of spans) span.days = daysBetween(span.first, span.last) + 1
  return spans
}

export function laterOf(one: LocalDate, other: LocalDate): LocalDate {
  return one > other ? one : other
}

export function earlierOf(one: LocalDate, other: LocalDate): LocalDate {
  return one < other ? one : other
}

/** `on 2026-10-01`, or `from 2026-10-01 to 2026-10-31`: days within a sentence. */
export function onDays({ first, last }: DayRange): string {
  return first === last ? `on ${first}` : `from ${first} to ${last}`
}
