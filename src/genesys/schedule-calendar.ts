import { RRule } from 'rrule'
import type { RawBusinessCalendar, WeekdayName } from '../time/business-calendar'
import { dayMs, formatDayNumber, weekdayOf } from '../time/civil-date'
import { type Interval, intersect, merge, subtract } from '../time/interval'
import { dayNumber, type LocalDate } from '../time/local-date'

/** One of the platform's schedules: a time by the clock of whichever group names it, and how it recurs. */
export interface Schedule {
  id: string
  name: string
  /** `2026-01-05T08:00:00.000`, without a zone. */
  start: string
  end: string
  /** RFC 5545; absent: it happens once. */
  rrule?: string | null | undefined
}

export interface SchedulesOfGroup {
  open: readonly Schedule[]
  closed: readonly Schedule[]
  holiday: readonly Schedule[]
}

/** A schedule that our calendars cannot say; `message` is why, by its name. */
export class InexpressibleScheduleError extends Error {}

/**
 * The calendar of a schedule group: open when one of its open schedules is and none of its closed and holiday schedules is. That
 * is the platform's rule (help.mypurecloud.com/articles/schedule-groups: holiday, closed, open), and another than ours for
 * holidays: one closes its own hours and no others, so that the night shift of its eve ends at midnight. Nothing of it becomes a
 * holiday of ours, therefore; dates that differ from their week have windows of their own, written out from `first` to before
 * `end`. Before and after, the week alone holds.
 *
 * All reckoning is by the clock on the wall, which has no zone and no clock changes: windows become instants when they are used.
 *
 * @throws InexpressibleScheduleError for a schedule that recurs within a day, ends before it begins, or does not read
 */
export function calendarOfSchedules(
  { open, closed, holiday }: SchedulesOfGroup,
  zone: string,
  { first, end }: { first: LocalDate; end: LocalDate },
): RawBusinessCalendar[] {
  const span = { start: dayNumber(first) * dayMs, end: dayNumber(end) * dayMs }
  const opened = merge(open.flatMap((schedule) => occurrences(schedule, span)))
  const shut = merge([...closed, ...holiday].flatMap((schedule) => occurrences(schedule, span)))
  const windows = windowsByDay(subtractAll(opened, shut), span)
  const weekOf = (from: number, to: number) => editionOf(windows, from, to)
  const bounds = changesOfWeek(open, span)
  return bounds.map((from, index) => {
    const to = bounds[index + 1] ?? dayNumber(end)
    return {
      zone,
      ...weekOf(from, to),
      ...(index === 0 ? {} : { validFrom: formatDayNumber(from) }),
      ...(index === bounds.length - 1 ? {} : { validTo: formatDayNumber(to) }),
    }
  })
}

/** The days on which a recurring open schedule begins or is over, and the first day: a week holds from each to the next. */
function changesOfWeek(open: readonly Schedule[], span: Interval): number[] {
  const [firstDay, endDay] = [span.start / dayMs, span.end / dayMs]
  const changes = open
    .filter(({ rrule }) => rrule)
    .flatMap((schedule) => {
      const { dtstart, until, count } = ruleOf(schedule).options
      const last = until ?? (count == null ? null : (ruleOf(schedule).all().at(-1) ?? dtstart))
      return [dtstart, ...(last === null ? [] : [new Date(last.getTime() + dayMs)])]
    })
    .map((date) => Math.floor(date.getTime() / dayMs))
    .filter((day) => day > firstDay && day < endDay)
  return [firstDay, ...[...new Set(changes)].sort((a, b) => a - b)]
}

const weekdays: readonly WeekdayName[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** The week that most days from `from` to before `to` have, and the dates that have another day. */
function editionOf(
  windows: ReadonlyMap<number, readonly string[]>,
  from: number,
  to: number,
): Pick<RawBusinessCalendar, 'weekly' | 'dates'> {
  const weekly: Partial<Record<WeekdayName, readonly string[]>> = {}
  const dates: [LocalDate, readonly string[]][] = []
  for (const [index, name] of weekdays.entries()) {
    const days = Array.from({ length: to - from }, (_, day) => from + day).filter(
      (day) => weekdayOf(day) === index + 1,
    )
    const usual = mostFrequent(days.map((day) => (windows.get(day) ?? []).join(' ')))
    if (usual !== '') weekly[name] = usual.split(' ')
    for (const day of days) {
      const own = windows.get(day) ?? []
      if (own.join(' ') !== usual) dates.push([formatDayNumber(day), own])
    }
  }
  dates.sort(([a], [b]) => (a < b ? -1 : 1))
  return dates.length === 0 ? { weekly } : { weekly, dates: Object.fromEntries(dates) }
}

/** The earliest of those that are equally frequent. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as [string, number])[0]
}

/** By day, as a calendar writes them; what crosses midnight is cut there, and joins again when it is used. */
function windowsByDay(open: readonly Interval[], span: Interval): Map<number, string[]> {
  const windows = new Map<number, string[]>()
  for (const each of open) {
    const within = intersect(each, span)
    if (within === null) continue
    for (let day = Math.floor(within.start / dayMs); day * dayMs < within.end; day++) {
      const piece = intersect(within, { start: day * dayMs, end: (day + 1) * dayMs })
      if (piece === null) continue
      const text = `${clock(piece.start - day * dayMs)}-${clock(piece.end - day * dayMs)}`
      const known = windows.get(day)
      if (known === undefined) windows.set(day, [text])
      else known.push(text)
    }
  }
  return windows
}

function clock(ms: number): string {
  const minutes = ms / 60_000
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function subtractAll(from: readonly Interval[], holes: readonly Interval[]): Interval[] {
  return from.flatMap((each) => subtract(each, holes))
}

/** When a schedule is on, within a span and what reaches into it; wall-clock milliseconds. */
function occurrences(schedule: Schedule, span: Interval): Interval[] {
  const { start, end } = boundsOf(schedule)
  const lasts = end - start
  if (!schedule.rrule) return [{ start, end }]
  return ruleOf(schedule)
    .between(new Date(span.start - lasts), new Date(span.end), true)
    .map((begin) => ({ start: begin.getTime(), end: begin.getTime() + lasts }))
}

function ruleOf(schedule: Schedule): RRule {
  const { name, rrule } = schedule
  let options: ReturnType<typeof RRule.parseString>
  try {
    options = RRule.parseString(rrule ?? '')
  } catch {
    throw new InexpressibleScheduleError(`the recurrence of schedule ${JSON.stringify(name)} does not read`)
  }
  if (
    options.freq === undefined ||
    options.freq > RRule.DAILY ||
    options.byhour != null ||
    options.byminute != null
  ) {
    throw new InexpressibleScheduleError(
      `schedule ${JSON.stringify(name)} does not recur by days, weeks, months or years`,
    )
  }
  return new RRule({ ...options, dtstart: new Date(boundsOf(schedule).start) })
}

function boundsOf({ name, start, end }: Schedule): Interval {
  // A schedule of whole days may end at 23:59:59: to the end of that minute.
  const bounds = { start: wallMs(name, start, Math.floor), end: wallMs(name, end, Math.ceil) }
  if (bounds.end > bounds.start) return bounds
  throw new InexpressibleScheduleError(`schedule ${JSON.stringify(name)} ends before it begins`)
}

function wallMs(name: string, text: string, toMinute: (minutes: number) => number): number {
  const read = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  if (Number.isNaN(read)) {
    throw new InexpressibleScheduleError(`schedule ${JSON.stringify(name)} has a time that does not read`)
  }
  return toMinute(read / 60_000) * 60_000
}
