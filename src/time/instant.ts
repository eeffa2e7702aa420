/**
 * An instant: a moment in UTC, as whole milliseconds since 1970-01-01T00:00Z.
 *
 * It is a plain number because millions of them are compared and added in one replay. On the wire it is ISO
 * 8601 with `Z`.
 */
import { UsageError } from '../errors'
import { dayMs, dayNumberOf, digitPairAt, formatDayNumber, isCivilDate, pad2, pad3 } from './civil-date'

export type Instant = number

export class InvalidInstantError extends UsageError {
  readonly input: unknown

  constructor(input: unknown, reason: string) {
    super(`Cannot read ${JSON.stringify(input)} as an instant: ${reason}.`, { code: 'time.invalid-instant' })
    this.input = input
  }
}

const expectation = 'expected ISO 8601 with Z or an explicit offset, such as 2026-10-25T01:30:00.000Z'

/**
 * Reads `YYYY-MM-DDTHH:mm[:ss[.fraction]]` followed by `Z`, `±HH`, `±HHMM` or `±HH:MM`. Digits beyond
 * milliseconds are dropped.
 *
 * A text without an offset is refused: only its author knows what it meant. So are hour 24, second 60 and
 * dates that do not exist.
 *
 * @throws InvalidInstantError carrying the text
 */
export function parseInstant(text: string): Instant {
  if (typeof text !== 'string') throw new InvalidInstantError(text, expectation)
  if (text.length === 24 && text.charCodeAt(23) === 90 && text.charCodeAt(19) === 46) {
    const hundreds = text.charCodeAt(20) - 48
    const rest = digitPairAt(text, 21)
    if (hundreds >= 0 && hundreds <= 9 && rest >= 0) {
      const seconds = readToTheSecond(text)
      if (!Number.isNaN(seconds)) return seconds + hundreds * 100 + rest
    }
  }
  return parseAnyForm(text)
}

/**
 * `YYYY-MM-DDTHH:mm:ss.sssZ`, always with milliseconds, so that texts sort as the instants do.
 *
 * @throws InvalidInstantError when the number is not whole or its year is outside 0000 … 9999
 */
export function formatInstant(instant: Instant): string {
  if (!Number.isInteger(instant) || instant < earliestWritable || instant > latestWritable) {
    throw new InvalidInstantError(
      instant,
      'it is not a whole number of milliseconds in the years 0000 to 9999',
    )
  }
  const dayNumber = Math.floor(instant / dayMs)
  const ofDay = instant - dayNumber * dayMs
  const seconds = Math.floor(ofDay / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return `${formatDayNumber(dayNumber)}T${pad2(hours)}:${pad2(minutes - hours * 60)}:${pad2(seconds - minutes * 60)}.${pad3(ofDay - seconds * 1000)}Z`
}

const earliestWritable = dayNumberOf(0, 1, 1) * dayMs
const latestWritable = dayNumberOf(10_000, 1, 1) * dayMs - 1

/**
 * `YYYY-MM-DDTHH:mm:ss` at the head of the text, as if it were UTC; NaN when a field is missing or out of
 * range.
 */
function readToTheSecond(text: string): number {
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  ) {
    return Number.NaN
  }
  const century = digitPairAt(text, 0)
  const yearOfCentury = digitPairAt(text, 2)
  const month = digitPairAt(text, 5)
  const day = digitPairAt(text, 8)
  const hour = digitPairAt(text, 11)
  const minute = digitPairAt(text, 14)
  const second = digitPairAt(text, 17)
  if (century < 0 || yearOfCentury < 0 || hour < 0 || minute < 0 || second < 0) return Number.NaN
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  const year = century * 100 + yearOfCentury
  if (!isCivilDate(year, month, day)) return Number.NaN
  return dayNumberOf(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000
}

const anyForm =
  /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)$/

function parseAnyForm(text: string): Instant {
  const match = anyForm.exec(text)
  if (match === null) throw new InvalidInstantError(text, expectation)
  const [, date, hourMinute, second, fraction, utc, sign, offsetHours, offsetMinutes] = match
  const atSecond = readToTheSecond(`${date}T${hourMinute}:${second ?? '00'}`)
  if (Number.isNaN(atSecond)) throw new InvalidInstantError(text, 'there is no such date or time of day')
  const local = atSecond + (fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')))
  if (utc !== undefined) return local
  const hours = Number(offsetHours)
  const minutes = Number(offsetMinutes ?? '0')
  if (hours > 23 || minutes > 59) throw new InvalidInstantError(text, 'there is no such offset from UTC')
  const offsetMs = (hours * 60 + minutes) * 60_000
  return sign === '-' ? local + offsetMs : local - offsetMs
}
