/**
 * When a business calendar is open: at an instant, and during an interval. What a window means stands in
 * `business-calendar.ts`.
 */
import type { BusinessCalendar } from './business-calendar'
import { dayMs, formatDayNumber, weekdayOf } from './civil-date'
import type { Instant } from './instant'
import { durationMs, type Interval, intersect, merge } from './interval'
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
  const clock = calendar.zone ?? zone
  const open: Interval[] = []
  if (interval.end <= interval.start) return open
  const last = localDayNumber(clock, interval.end) + 1
  for (let day = localDayNumber(clock, interval.start) - daysAWindowReaches; day <= last; day++) {
    for (const window of windowsOpeningOn(calendar, clock, day)) {
      const piece = intersect(window, interval)
      if (piece !== null) open.push(piece)
    }
  }
  return merge(open)
}

/** Open milliseconds during an interval: the business time elapsed between its two instants. */
export function openMs(calendar: BusinessCalendar, zone: Zone, interval: Interval): number {
  return openIntervals(calendar, zone, interval).reduce((total, open) => total + durationMs(open), 0)
}

/** Whether the calendar is open at an instant. `zone` serves calendars that name none. */
export function isOpen(calendar: BusinessCalendar, zone: Zone, instant: Instant): boolean {
  const utcDayNumber = Math.floor(instant / dayMs)
  const days = openDaysOf(calendar, calendar.zone ?? zone)
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

function windowsOpeningOn(calendar: BusinessCalendar, clock: Zone, dayNumber: number): Interval[] {
  const windows = calendar.windowsByWeekday[weekdayOf(dayNumber)] ?? []
  if (windows.length === 0) return []
  const date = formatDayNumber(dayNumber)
  if (calendar.holidays.has(date)) return []
  if (calendar.validFrom !== undefined && date < calendar.validFrom) return []
  if (calendar.validTo !== undefined && date >= calendar.validTo) return []
  const day = dayBounds(clock, date)
  if (day.end <= day.start) return []
  const midnight = dayNumber * dayMs
  return windows.map((window) => ({
    start: resolveWallMs(clock, midnight + window.openMinute * 60_000, opening),
    end: resolveWallMs(clock, midnight + window.closeMinute * 60_000, closing),
  }))
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
