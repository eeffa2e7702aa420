import { types } from 'pg'
import { TerminalError } from '../errors'
import type { Instant } from '../time/instant'

/**
 * How columns arrive in the program: instants as whole milliseconds, dates as `YYYY-MM-DD`, bigints as numbers.
 * The driver's own choice (host-zone Dates, bigints as text) would let the host's zone and string sums in.
 */
export const columnTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return (format === 'binary' ? undefined : parsers.get(oid)) ?? types.getTypeParser(oid, format ?? 'text')
  },
}

const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, wholeNumber],
  [1016, wholeNumbers],
  [types.builtins.NUMERIC, Number],
  [types.builtins.TIMESTAMPTZ, instantOf],
  [types.builtins.DATE, (text) => text],
])

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new TerminalError(
      `The database holds the integer ${text}, which is beyond what can be counted exactly.`,
      {
        code: 'store.integer-too-large',
        advice: 'Look for a measure whose milliseconds cannot be true.',
      },
    )
  }
  return value
}

export function wholeNumbers(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(wholeNumber)
}

/** Sessions run in UTC, so the text is `2026-10-25 00:30:00.123+00`, or an infinity. */
export function instantOf(text: string): Instant {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`)
}
