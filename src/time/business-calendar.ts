/**
 * Business calendars: when a site or a queue is open.
 *
 * A calendar has weekly windows by ISO weekday, and holidays as local dates. What it means:
 * - A window belongs to the local date on which it opens. One that closes at or before its opening closes
 *   on the next day (22:00-06:00).
 * - A holiday closes the windows that open on it. The night shift that began on the eve goes on into it.
 * - A window is a pair of instants, not a range of clock readings. Each end is resolved on its own: a time
 *   skipped by the clocks moves forward, a time that comes twice opens at its earlier and closes at its
 *   later instant. So 22:00-06:00 in New York lasts 7 hours on the night of 7 March 2026 and 9 on the night
 *   of 31 October.
 * - A date that a zone skipped (Apia, 2011-12-30) opens nothing.
 * - `validFrom` is the first date in force, `validTo` the first no longer in force: calendars follow one
 *   another without a gap.
 */
import { UsageError } from '../errors'
import { isLocalDate, type LocalDate } from './local-date'
import { parseZone, type Zone } from './zone-name'

/** How a calendar is written down. */
export interface RawBusinessCalendar {
  /** The zone of its clock; without it, the zone of whoever is asked about. */
  readonly zone?: string
  /** Windows such as `'08:00-18:00'`, `'22:00-06:00'`, `'00:00-24:00'`. A day not named is closed. */
  readonly weekly: Partial<Record<WeekdayName, readonly string[]>>
  readonly holidays?: readonly LocalDate[]
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
}

export interface BusinessCalendar {
  readonly zone?: Zone
  /** Index 1 = Monday … 7 = Sunday; 0 is unused. Sorted by opening. */
  readonly windowsByWeekday: readonly (readonly BusinessWindow[])[]
  readonly holidays: ReadonlySet<LocalDate>
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
}

/** Minutes since local midnight of the date it opens on; `closeMinute` above 1440 lies on the next day. */
export interface BusinessWindow {
  readonly openMinute: number
  readonly closeMinute: number
}

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type WeekdayName = (typeof weekdayNames)[number]

export class InvalidCalendarError extends UsageError {
  /** Where in the calendar, such as `weekly.fri[1]`. */
  readonly path: string

  constructor(path: string, reason: string) {
    super(`Cannot use this business calendar: ${path === '' ? 'it' : path} ${reason}.`, {
      code: 'time.invalid-calendar',
    })
    this.path = path
  }
}

const knownKeys = ['zone', 'weekly', 'holidays', 'validFrom', 'validTo']

/**
 * Checks a calendar as it was read from a file and makes it ready for use.
 *
 * @throws InvalidCalendarError naming the key and what to write instead
 * @throws UnknownZoneError for its zone
 */
export function compileCalendar(raw: unknown): BusinessCalendar {
  const fields = objectAt('', raw)
  for (const key of Object.keys(fields)) {
    if (!knownKeys.includes(key))
      throw new InvalidCalendarError(key, `is not a key of a calendar: use ${knownKeys.join(', ')}`)
  }
  const validFrom = optionalDate('validFrom', fields.validFrom)
  const validTo = optionalDate('validTo', fields.validTo)
  if (validFrom !== undefined && validTo !== undefined && validTo <= validFrom) {
    throw new InvalidCalendarError('validTo', `(${validTo}) must lie after validFrom (${validFrom})`)
  }
  return {
    windowsByWeekday: weeklyWindows(fields.weekly),
    holidays: new Set(
      listAt('holidays', fields.holidays ?? []).map((date, index) => dateAt(`holidays[${index}]`, date)),
    ),
    ...(fields.zone === undefined ? {} : { zone: parseZone(fields.zone as string) }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  }
}

function weeklyWindows(weekly: unknown): BusinessWindow[][] {
  const days = objectAt('weekly', weekly)
  for (const name of Object.keys(days)) {
    if (!(weekdayNames as readonly string[]).includes(name)) {
      throw new InvalidCalendarError(`weekly.${name}`, `is not a weekday: use ${weekdayNames.join(', ')}`)
    }
  }
  return [[], ...weekdayNames.map((name) => windowsOfDay(`weekly.${name}`, days[name] ?? []))]
}

function windowsOfDay(path: string, texts: unknown): BusinessWindow[] {
  const windows = listAt(path, texts)
    .map((text, index) => windowAt(`${path}[${index}]`, text))
    .sort((a, b) => a.openMinute - b.openMinute)
  windows.forEach((window, index) => {
    const next = windows[index + 1]
    if (next !== undefined && next.openMinute < window.closeMinute) {
      throw new InvalidCalendarError(
        path,
        `has windows that overlap: ${formatWindow(window)} and ${formatWindow(next)}`,
      )
    }
  })
  return windows
}

function windowAt(path: string, text: unknown): BusinessWindow {
  const match = typeof text === 'string' ? /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text) : null
  const [openHour, openMinutes, closeHour, closeMinutes] = (match ?? []).slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const openMinute = openHour * 60 + openMinutes
  const closeMinute = closeHour * 60 + closeMinutes
  if (match === null || openMinutes > 59 || closeMinutes > 59 || openMinute >= 1440 || closeMinute > 1440) {
    throw new InvalidCalendarError(
      path,
      `is ${JSON.stringify(text)}: write a window as HH:MM-HH:MM, such as 08:00-18:00`,
    )
  }
  return { openMinute, closeMinute: closeMinute <= openMinute ? closeMinute + 1440 : closeMinute }
}

function formatWindow(window: BusinessWindow): string {
  const close = window.closeMinute > 1440 ? window.closeMinute - 1440 : window.closeMinute
  return [window.openMinute, close]
    .map(
      (minute) =>
        `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
    )
    .join('-')
}

function objectAt(path: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new InvalidCalendarError(
    path,
    `must be a mapping, such as ${path === '' ? '{ weekly: … }' : "{ mon: ['08:00-18:00'] }"}`,
  )
}

function listAt(path: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new InvalidCalendarError(path, 'must be a list')
}

function optionalDate(path: string, value: unknown): LocalDate | undefined {
  return value === undefined ? undefined : dateAt(path, value)
}

function dateAt(path: string, value: unknown): LocalDate {
  if (isLocalDate(value)) return value
  throw new InvalidCalendarError(
    path,
    `is ${JSON.stringify(value)}: write a date as YYYY-MM-DD, such as 2026-12-25`,
  )
}
