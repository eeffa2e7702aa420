import type { LocalTime } from './local-time'

/** When an agent works, by the wall clock of the site. A shift that ends before it begins runs overnight. */
export interface Shift {
  name: string
  startMinute: number
  endMinute: number
}

export const shifts: readonly Shift[] = [
  { name: 'early', startMinute: 6 * 60, endMinute: 14 * 60 + 30 },
  { name: 'day', startMinute: 8 * 60, endMinute: 17 * 60 },
  { name: 'late', startMinute: 12 * 60, endMinute: 20 * 60 + 30 },
  { name: 'overnight', startMinute: 20 * 60, endMinute: 6 * 60 + 30 },
]

/**
 * Whether somebody with this shift and these working weekdays is at work. An overnight shift belongs to
 * the weekday on which it opens: at 02:00 on Tuesday it is Monday's shift that counts.
 */
export function isAtWork(shift: Shift, weekdays: readonly boolean[], local: LocalTime): boolean {
  const today = weekdays[local.weekday] === true
  if (shift.startMinute < shift.endMinute) {
    return today && local.minuteOfDay >= shift.startMinute && local.minuteOfDay < shift.endMinute
  }
  const yesterday = weekdays[(local.weekday + 6) % 7] === true
  return (
    (today && local.minuteOfDay >= shift.startMinute) || (yesterday && local.minuteOfDay < shift.endMinute)
  )
}
