/** An instant as people of a zone write it, with its offset: on the night the clocks go back there are two 01:30. */
import { formatInstant, type Instant } from '../time/instant'
import { toLocal } from '../time/local-time'
import type { Zone } from '../time/zone-name'

/** `2026-10-25 01:30 +01:00`. */
export function localLabel(zone: Zone, instant: Instant): string {
  const local = toLocal(zone, instant)
  const offset = Math.round(Math.abs(local.offsetMinutes))
  const sign = local.offsetMinutes < 0 ? '-' : '+'
  return (
    `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(local.day)} ${two(local.hour)}:${two(local.minute)} ` +
    `${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`
  )
}

/** `2026-10-25T00:30Z`: whole minutes, which is all a report's window has. */
export function utcLabel(instant: Instant): string {
  return formatInstant(instant).replace(/:00\.000Z$/, 'Z')
}

/** `2026-10-25T00:30Z`: the minute it lies in. */
export function utcMinute(instant: Instant): string {
  return `${formatInstant(instant).slice(0, 16)}Z`
}

/** `2026-10-25T00:30:12Z`: the second it lies in. */
export function utcSecond(instant: Instant): string {
  return `${formatInstant(instant).slice(0, 19)}Z`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
