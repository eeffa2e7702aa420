/**
 * When a business calendar is open: at an instant, and during an interval. What a window means stands in
 * `business-calendar.ts`.
 */
import type { BusinessCalendar, BusinessWindow, CalendarEdition } from './business-calendar'
import { dayMs, formatDayNumber, weekdayOf } from './civil-date'
import type { Instant } from './instant'
import { durationMs, type Interval, intersect, merge } from './interval'
import { dayNumber } from './local-date'
import { dayBounds } from './local-day'
import { localDayNumber } from './local-time'
import { type LocalPolicy, resolveWallMs } from './resolve-local'
import type { Zone } from './zone-name'

const opening: LocalPolicy = { overlap: 'earlier', gap: 'forward' }
const closing: LocalPolicy = { overlap: 'later', gap: 'forward' }

/** A window reaches at most into the next day, and a day further where the zone skips one. */
const daysAWindowReaches = 2

/**
 * The open intervals during an interval, in order; windows that touch are one. `zone` serves calendars that
 * name none.
 */
export function openIntervals(calendar: BusinessCalendar, zone: Zone, interval: Interval): Interval[] {
  if (interval.end <= interval.start) return []
  return merge(calendar.editions.flatMap((edition) => openIntervalsOf(edition, zone, interval)))
}

function openIntervalsOf(edition: CalendarEdition, zone: Zone, interval: Interval): Interval[] {
  const clock = edition.zone ?? zone
  const open: Interval[] = []
  const last = localDayNumber(clock, interval.end) + 1
  for (let day = localDayNumber(clock, interval.start) - daysAWindowReaches; day <= last; day++) {
    for (const window of windowsOpeningOn(edition, clock, day)) {
      const piece = intersect(window, interval)
      if (piece !== null) open.push(piece)
    }
  }
  return open
}

/** Open milliseconds during an interval: the business time elapsed between its two instants. */
export function openMs(calendar: BusinessCalendar, zone: Zone, interval: Interval): number {
  return openIntervals(calendar, zone, interval).reduce((total, open) => total + durationMs(open), 0)
}

/** Whether the calendar is open at an instant. `zone` serves calendars that name none. */
export function isOpen(calendar: BusinessCalendar, zone: Zone, instant: Instant): boolean {
  const utcDayNumber = Math.floor(instant / dayMs)
  const days = openDaysOf(calendar, zone)
  let edges = days.get(utcDayNumber)
  if (edges === undefined) {
    const start = utcDayNumber * dayMs
    edges = openIntervals(calendar, zone, { start, end: start + dayMs }).flatMap((open) => [
      open.start,
      open.end,
    ])
    days.set(utcDayNumber, edges)
  }
  for (let index = 0; index < edges.length; index += 2) {
    if (instant < (edges[index] as number)) return false
    if (instant < (edges[index + 1] as number)) return true
  }
  return false
}

/**
 * The first instant from this one on at which the calendar is open: the instant itself where it is open then, null where it
 * never opens again. `zone` serves calendars that name none.
 */
export function nextOpening(calendar: BusinessCalendar, zone: Zone, instant: Instant): Instant | null {
  const last = lastToLookAt(calendar, instant)
  for (let start = instant; start < last; start += weekMs) {
    const [first] = openIntervals(calendar, zone, { start, end: start + weekMs })
    if (first !== undefined) return first.start
  }
  return null
}

const weekMs = 7 * dayMs

/** Two weeks after the last date that the editions name, a calendar only repeats itself, or stays shut. */
function lastToLookAt({ editions }: BusinessCalendar, instant: Instant): Instant {
  const named = editions.flatMap(({ holidays, windowsByDate, validFrom, validTo }) => [
    ...holidays,
    ...windowsByDate.keys(),
    ...[validFrom, validTo].filter((date) => date !== undefined),
  ])
  return named.reduce((last, date) => Math.max(last, dayNumber(date) * dayMs), instant) + 2 * weekMs
}

function windowsOpeningOn(edition: CalendarEdition, clock: Zone, day: number): Interval[] {
  const windows = windowsOf(edition, day)
  if (windows.length === 0) return []
  const bounds = dayBounds(clock, formatDayNumber(day))
  if (bounds.end <= bounds.start) return []
  const midnight = day * dayMs
  return windows.map((window) => ({
    start: resolveWallMs(clock, midnight + window.openMinute * 60_000, opening),
    // 24:00 is where the next local day begins, also where midnight comes twice.
    end: resolveWallMs(
      clock,
      midnight + window.closeMinute * 60_000,
      window.closeMinute === 1440 ? opening : closing,
    ),
  }))
}

/** The windows that open on a date, by the clock. */
function windowsOf(edition: CalendarEdition, day: number): readonly BusinessWindow[] {
  const weekly = edition.windowsByWeekday[weekdayOf(day)] ?? []
  if (weekly.length === 0 && edition.windowsByDate.size === 0) return []
  const date = formatDayNumber(day)
  if (edition.holidays.has(date)) return []
  if (edition.validFrom !== undefined && date < edition.validFrom) return []
  if (edition.validTo !== undefined && date >= edition.validTo) return []
  return edition.windowsByDate.get(date) ?? weekly
}

/**
 * Per calendar and zone, per UTC day, its open intervals as [start, end, start, end …]: a replay asks the
 * same days a million times.
 */
const openDays = new WeakMap<BusinessCalendar, WeakMap<Zone, Map<number, number[]>>>()

function openDaysOf(calendar: BusinessCalendar, clock: Zone): Map<number, number[]> {
  let byZone = openDays.get(calendar)
  if (byZone === undefined) {
    byZone = new WeakMap()
    openDays.set(calendar, byZone)
  }
  let days = byZone.get(clock)
  if (days === undefined) {
    days = new Map()
    byZone.set(clock, days)
  }
  return days
}
