import type { RawBusinessCalendar } from './business-calendar'
import type { LocalDate } from './local-date'

/**
 * What a feed said of a calendar until a date, followed by what it says from that date on: the past keeps the hours it was
 * judged by. Null when the feed says nothing new of the time from that date on.
 */
export function succeedingEditions(
  known: readonly RawBusinessCalendar[],
  told: readonly RawBusinessCalendar[],
  from: LocalDate,
): RawBusinessCalendar[] | null {
  const future = told.flatMap((edition) => during(edition, from, undefined))
  const expected = known.flatMap((edition) => during(edition, from, undefined))
  if (sameText(future, expected)) return null
  return [...known.flatMap((edition) => during(edition, undefined, from)), ...future]
}

/** An edition cut to the dates from `from` to before `to`; nothing where it has none of them. */
function during(
  edition: RawBusinessCalendar,
  from: LocalDate | undefined,
  to: LocalDate | undefined,
): RawBusinessCalendar[] {
  const { validFrom, validTo, dates, ...rest } = edition
  const first = later(validFrom, from)
  const end = earlier(validTo, to)
  if (first !== undefined && end !== undefined && first >= end) return []
  const own = Object.entries(dates ?? {}).filter(
    ([date]) => (first === undefined || date >= first) && (end === undefined || date < end),
  )
  return [
    {
      ...rest,
      ...(own.length === 0 ? {} : { dates: Object.fromEntries(own) }),
      ...(first === undefined ? {} : { validFrom: first }),
      ...(end === undefined ? {} : { validTo: end }),
    },
  ]
}

function later(a: LocalDate | undefined, b: LocalDate | undefined): LocalDate | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a
}

function earlier(a: LocalDate | undefined, b: LocalDate | undefined): LocalDate | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a
}

/** Stored and told anew, keys may come in another order. */
function sameText(a: readonly RawBusinessCalendar[], b: readonly RawBusinessCalendar[]): boolean {
  return JSON.stringify(a.map(inOrder)) === JSON.stringify(b.map(inOrder))
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, inOrder(part)]),
  )
}
