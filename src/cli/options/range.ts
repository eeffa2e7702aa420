import type { Command } from 'commander'
import { UsageError } from '../../errors'
import type { DayRange, DaySpan } from '../../time/day-span'
import { InvalidInstantError, parseInstant } from '../../time/instant'
import { type Interval, interval } from '../../time/interval'
import { daysBetween, isLocalDate, type LocalDate, utcDayInterval } from '../../time/local-date'
import { dayBounds } from '../../time/local-day'
import type { Zone } from '../../time/zone-name'

/** Given together. Commander does not demand them: our own sentence has an example, and subcommands have no range. */
export interface RangeOptions {
  from?: string
  to?: string
}

/** `2026-10-20 to 2026-10-26`, or the one day. */
export function rangeLabel({ first, last }: DayRange): string {
  return first === last ? first : `${first} to ${last}`
}

/** From the first midnight of UTC to the last. */
export function intervalOfDays({ first, last }: DayRange): Interval {
  return interval(utcDayInterval(first).start, utcDayInterval(last).end)
}

/** The days of every conversation there can be. */
export const everyDay = { first: '0001-01-01', last: '9999-12-31' } as const

/** `--from` and `--to` as UTC days, for work that goes by the day. */
export function addDayRange(command: Command): Command {
  return command
    .option('--from <date>', 'first UTC day (2026-10-20); required')
    .option('--to <date>', 'last UTC day, included; required')
}

/**
 * `--from` and `--to` as days or instants, for numbers that are read.
 *
 * @param otherwise what is said of leaving them out
 */
export function addInterval(command: Command, otherwise = 'required'): Command {
  return command
    .option('--from <when>', `first day (2026-10-20), or an instant (2026-10-20T06:00Z); ${otherwise}`)
    .option('--to <when>', `last day, which is included, or the instant before which to stop; ${otherwise}`)
}

/** @throws UsageError for what is no day, or a range that ends before it starts */
export function readDayRange(options: RangeOptions): DaySpan {
  const { from, to } = bothOf(options)
  for (const [option, text] of Object.entries({ from, to })) readDay(text, `--${option} `)
  if (to < from) throw reversed(from, to)
  return { first: from, last: to, days: daysBetween(from, to) + 1 }
}

/** @throws UsageError for what is no day of the calendar */
export function readDay(text: string, given = ''): LocalDate {
  if (isLocalDate(text)) return text
  throw new UsageError(`${given}${JSON.stringify(text)} is not a day.`, {
    code: 'usage.bad-day',
    fields: { text },
    advice: 'Write a day of the calendar as YYYY-MM-DD, such as 2026-10-20.',
  })
}

/**
 * The interval somebody means. People count days inclusively, machines hand over half-open instants: a date
 * stands for its whole local day at either end, an instant for itself.
 *
 * @throws UsageError for what is neither, or a range that ends before it starts
 */
export function readInterval(options: RangeOptions, zone: Zone): Interval {
  const { from, to } = bothOf(options)
  if (isLocalDate(from) && isLocalDate(to) && to < from) throw reversed(from, to)
  const start = isLocalDate(from) ? dayBounds(zone, from).start : instantOf('from', from)
  const end = isLocalDate(to) ? dayBounds(zone, to).end : instantOf('to', to)
  if (end === start) throw empty(from, to)
  if (end < start) throw reversed(from, to)
  return interval(start, end)
}

function bothOf({ from, to }: RangeOptions): { from: string; to: string } {
  if (from !== undefined && to !== undefined) return { from, to }
  throw new UsageError('A range needs both --from and --to.', {
    code: 'usage.no-range',
    advice: 'For instance --from 2026-10-20 --to 2026-10-26.',
  })
}

function instantOf(option: string, text: string): number {
  try {
    return parseInstant(text)
  } catch (cause) {
    if (!(cause instanceof InvalidInstantError)) throw cause
    throw new UsageError(`--${option} ${JSON.stringify(text)} is neither a day nor an instant.`, {
      code: 'usage.bad-instant',
      fields: { option },
      advice:
        'Write a day (2026-10-20), or an instant with its offset (2026-10-20T06:00Z, 2026-10-20T02:00-04:00).',
      cause,
    })
  }
}

function empty(from: string, to: string): UsageError {
  return new UsageError(`The range from ${from} to ${to} holds no time at all.`, {
    code: 'usage.empty-range',
    fields: { from, to },
    advice: 'Instants are half-open: give a later --to. Days are included at both ends.',
  })
}

function reversed(from: string, to: string): UsageError {
  return new UsageError(`The range from ${from} to ${to} ends before it starts.`, {
    code: 'usage.reversed-range',
    fields: { from, to },
    advice: `Did you mean --from ${to} --to ${from}? Days are included at both ends, instants are half-open.`,
  })
}
