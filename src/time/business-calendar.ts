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
 *   of 31 October. 24:00 is where the next local day begins.
 * - A date that a zone skipped (Apia, 2011-12-30) opens nothing.
 * - `dates` gives single dates windows of their own, in place of those of their weekday.
 * - A calendar may come in editions. `validFrom` is the first date on which windows of an edition open,
 *   `validTo` the first on which they no longer do. No date has two editions; on a date without one it is closed.
 */
import { UsageError } from '../errors'
import { isLocalDate, type LocalDate } from './local-date'
import { parseZone, type Zone } from './zone-name'

/** How a calendar, or one edition of it, is written down. */
export interface RawBusinessCalendar {
  /** The zone of its clock; without it, the zone of whoever is asked about. */
  readonly zone?: string
  /** Windows such as `'08:00-18:00'`, `'22:00-06:00'`, `'00:00-24:00'`. A day not named is closed. */
  readonly weekly: Partial<Record<WeekdayName, readonly string[]>>
  readonly holidays?: readonly LocalDate[]
  /** Windows of single dates, in place of those of their weekday: `{ '2026-12-24': ['08:00-12:00'] }`. */
  readonly dates?: Readonly<Record<LocalDate, readonly string[]>>
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
}

export interface BusinessCalendar {
  /** At least one, in order of their dates. */
  readonly editions: readonly CalendarEdition[]
}

export interface CalendarEdition {
  readonly zone?: Zone
  /** Index 1 = Monday … 7 = Sunday; 0 is unused. Sorted by opening. */
  readonly windowsByWeekday: readonly (readonly BusinessWindow[])[]
  readonly holidays: ReadonlySet<LocalDate>
  readonly windowsByDate: ReadonlyMap<LocalDate, readonly BusinessWindow[]>
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
  /** What is wrong there and what to write instead, without a full stop. */
  readonly reason: string

  constructor(path: string, reason: string) {
    super(`Cannot use this business calendar: ${path === '' ? 'it' : path} ${reason}.`, {
      code: 'time.invalid-calendar',
    })
    this.path = path
    this.reason = reason
  }
}

const knownKeys = ['zone', 'weekly', 'holidays', 'dates', 'validFrom', 'validTo']

/**
 * Checks a calendar as it was read from a file, one mapping or a list of editions, and makes it ready for use.
 *
 * @throws InvalidCalendarError naming the key and what to write instead, or the two editions that overlap
 * @throws UnknownZoneError for its zone
 */
export function compileCalendar(raw: unknown): BusinessCalendar {
  if (!Array.isArray(raw)) return { editions: [compileEdition('', raw)] }
  if (raw.length === 0) throw new InvalidCalendarError('', 'has no edition: write at least one')
  const editions = raw.map((each, index) => ({
    path: `[${index}]`,
    edition: compileEdition(`[${index}].`, each),
  }))
  editions.sort((a, b) => compareDates(a.edition.validFrom, b.edition.validFrom))
  for (const [index, { path, edition }] of editions.entries()) {
    const next = editions[index + 1]
    if (next === undefined) break
    const begins = next.edition.validFrom
    if (begins !== undefined && edition.validTo !== undefined && edition.validTo <= begins) continue
    throw new InvalidCalendarError(
      next.path,
      `(${datesOf(next.edition)}) and ${path} (${datesOf(edition)}) are both in force ${begins === undefined ? 'at first' : `on ${begins}`}: ` +
        'end one where the other begins, with validTo the first date of the other',
    )
  }
  return { editions: editions.map(({ edition }) => edition) }
}

/** Without a date it has always been. */
function compareDates(a: LocalDate | undefined, b: LocalDate | undefined): number {
  return (a ?? '') < (b ?? '') ? -1 : 1
}

/** An edition's dates, for people: `from 2026-01-01 to before 2026-06-01`. */
export function datesOf({ validFrom, validTo }: Pick<CalendarEdition, 'validFrom' | 'validTo'>): string {
  if (validFrom === undefined && validTo === undefined) return 'always'
  return [
    ...(validFrom === undefined ? [] : [`from ${validFrom}`]),
    ...(validTo === undefined ? [] : [`to before ${validTo}`]),
  ].join(' ')
}

function compileEdition(at: string, raw: unknown): CalendarEdition {
  const fields = objectAt(at === '' ? '' : at.slice(0, -1), raw)
  for (const key of Object.keys(fields)) {
    if (!knownKeys.includes(key))
      throw new InvalidCalendarError(`${at}${key}`, `is not a key of a calendar: use ${knownKeys.join(', ')}`)
  }
  const validFrom = optionalDate(`${at}validFrom`, fields.validFrom)
  const validTo = optionalDate(`${at}validTo`, fields.validTo)
  if (validFrom !== undefined && validTo !== undefined && validTo <= validFrom) {
    throw new InvalidCalendarError(`${at}validTo`, `(${validTo}) must lie after validFrom (${validFrom})`)
  }
  const holidays = new Set(
    listAt(`${at}holidays`, fields.holidays ?? []).map((date, index) =>
      dateAt(`${at}holidays[${index}]`, date),
    ),
  )
  return {
    windowsByWeekday: weeklyWindows(`${at}weekly`, fields.weekly),
    holidays,
    windowsByDate: windowsOfDates(`${at}dates`, fields.dates ?? {}, holidays),
    ...(fields.zone === undefined ? {} : { zone: parseZone(fields.zone as string) }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  }
}

function windowsOfDates(
  path: string,
  raw: unknown,
  holidays: ReadonlySet<LocalDate>,
): Map<LocalDate, BusinessWindow[]> {
  const windows = new Map<LocalDate, BusinessWindow[]>()
  for (const [date, texts] of Object.entries(objectAt(path, raw))) {
    dateAt(`${path}: a key`, date)
    if (holidays.has(date))
      throw new InvalidCalendarError(`${path}.${date}`, 'is a holiday as well: keep it in one of the two')
    windows.set(date, windowsOfDay(`${path}.${date}`, texts))
  }
  return windows
}

function weeklyWindows(path: string, weekly: unknown): BusinessWindow[][] {
  const days = objectAt(path, weekly)
  for (const name of Object.keys(days)) {
    if (!(weekdayNames as readonly string[]).includes(name)) {
      throw new InvalidCalendarError(`${path}.${name}`, `is not a weekday: use ${weekdayNames.join(', ')}`)
    }
  }
  return [[], ...weekdayNames.map((name) => windowsOfDay(`${path}.${name}`, days[name] ?? []))]
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
  throw new InvalidCalendarError(path, `must be a mapping, such as ${exampleOf(path)}`)
}

function exampleOf(path: string): string {
  if (path.endsWith('weekly')) return "{ mon: ['08:00-18:00'] }"
  return path.endsWith('dates') ? "{ '2026-12-24': ['08:00-12:00'] }" : '{ weekly: … }'
}

function listAt(path: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const example = path.endsWith('holidays') ? "['2026-12-25']" : "['08:00-18:00']"
  throw new InvalidCalendarError(path, `must be a list, such as ${example}`)
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
