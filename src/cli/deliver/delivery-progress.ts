import { progressLine } from '../../reports/progress'
import type { DaySpan } from '../../time/day-span'
import type { Instant } from '../../time/instant'
import { daysBetween } from '../../time/local-date'
import type { PendingActivity } from '../workflow/pending-activity'

/** How far a delivery is, or what it waits for, as one line; null while there is nothing to say. */
export function deliveryProgress(
  sink: string,
  range: DaySpan,
  { attempt, lastFailure, heartbeat }: PendingActivity,
  clock: { startedAt: Instant; now: Instant },
  room: { width?: number } = {},
): string | null {
  const label = `deliver ${sink}`
  const { day, waiting, accepted, parked } = heartbeat
  if (typeof waiting === 'string') return `${label}: ${waiting}`
  if (attempt > 1 && lastFailure !== null) return `${label}: attempt ${attempt}; before: ${lastFailure}`
  if (typeof day !== 'string') return null
  const done = daysBetween(range.first, day)
  const { startedAt, now } = clock
  const notes = [`${accepted} accepted`, `${parked} parked`]
  const state = { label, unit: 'days', done, total: range.days, doneAtStart: 0, startedAt, notes }
  return progressLine(state, now, room)
}
