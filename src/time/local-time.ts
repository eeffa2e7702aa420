/**
 * What the clock on the wall says at an instant. Exact and total: every instant has one local time in every
 * zone.
 *
 * The way back, from a wall time to an instant, is not: see `resolve-local.ts`.
 */
import { civilDateOf, dayMs, formatDayNumber } from './civil-date'
import type { Instant } from './instant'
import type { LocalDate } from './local-date'
import type { Zone } from './zone-name'
import { offsetAt } from './zone-table'

/** A date and time of day as a clock and calendar show them, belonging to no zone. */
export interface WallTime {
  readonly year: number
  /** 1 … 12 */
  readonly month: number
  /** 1 … 31 */
  readonly day: number
  /** 0 … 23 */
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

export interface LocalDateTime extends WallTime {
  /** Minutes to add to UTC; a fraction where the zone then kept local mean time. */
  readonly offsetMinutes: number
}

export function toLocal(zone: Zone, instant: Instant): LocalDateTime {
  const offsetMs = offsetAt(zone, instant)
  const local = instant + offsetMs
  const dayNumber = Math.floor(local / dayMs)
  const ofDay = local - dayNumber * dayMs
  const { year, month, day } = civilDateOf(dayNumber)
  return {
    year,
    month,
    day,
    hour: Math.floor(ofDay / 3_600_000),
    minute: Math.floor(ofDay / 60_000) % 60,
    second: Math.floor(ofDay / 1000) % 60,
    millisecond: ofDay % 1000,
    offsetMinutes: offsetMs / 60_000,
  }
}

/** The hour on the wall, 0 … 23. */
export function localHour(zone: Zone, instant: Instant): number {
  return Math.floor(localMsOfDay(zone, instant) / 3_600_000)
}

/**
 * Minutes since local midnight on the wall, 0 … 1439. On a day of clock changes this is not the time elapsed
 * since the day began.
 */
export function minuteOfDay(zone: Zone, instant: Instant): number {
  return Math.floor(localMsOfDay(zone, instant) / 60_000)
}

/** The date on the wall, `YYYY-MM-DD`. */
export function localDate(zone: Zone, instant: Instant): LocalDate {
  return formatDayNumber(localDayNumber(zone, instant))
}

/**
 * The date on the wall as a day number (0 is 1970-01-01): for grouping millions of instants without making
 * texts.
 */
export function localDayNumber(zone: Zone, instant: Instant): number {
  return Math.floor((instant + offsetAt(zone, instant)) / dayMs)
}

function localMsOfDay(zone: Zone, instant: Instant): number {
  const local = instant + offsetAt(zone, instant)
  return local - Math.floor(local / dayMs) * dayMs
}
