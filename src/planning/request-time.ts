/** How long requests take at a budget, and work that gives way to the night. */
import { dayMs, hourMs } from '../time/civil-date'
import type { Instant } from '../time/instant'
import { utcDay, utcDayInterval } from '../time/local-date'

/** `requestsPerMinute` in the long run, and a burst at once after a pause. */
export interface Pace {
  requestsPerMinute: number
  burst: number
}

/**
 * From the first request to the last, in minutes, where the budget alone decides and nobody else spends it: the rule of
 * `src/store/rate-budget` for a budget that has rested. The burst goes at once, each further request a step later.
 *
 * 19 requests at 60 a minute with a burst of 10: 9 steps of a second, 0.15 minutes.
 */
export function minutesAtBudget(requests: number, { requestsPerMinute, burst }: Pace): number {
  return Math.max(0, requests - burst) / requestsPerMinute
}

/** When nights are under way, as far as it can be foreseen: each day at the same time, for as long as the last ones took. */
export interface Nights {
  /** As `nextNight` has it. */
  next: Instant
  lastMs: number
}

/**
 * The first start of a night after now.
 *
 * @param at UTC time of day, `03:30`
 */
export function nextNight(now: Instant, at: string): Instant {
  const [hours, minutes] = at.split(':').map(Number) as [number, number]
  const ofDay = utcDayInterval(utcDay(now)).start + hours * hourMs + minutes * 60_000
  return ofDay > now ? ofDay : ofDay + dayMs
}

/**
 * How long work takes that has a share of its pace while a night is under way, in ms.
 *
 * Two hours of work begun an hour before a night of half an hour, in which it has a quarter: an hour, half an hour for what takes
 * 7.5 minutes otherwise, and 52.5 minutes more.
 *
 * @param workMs what it takes by itself
 * @param share of its pace beside a night, above 0
 */
export function besideNights(workMs: number, now: Instant, { next, lastMs }: Nights, share: number): number {
  const nightMs = Math.min(lastMs, dayMs)
  let left = workMs
  let at = now
  // The night before may still be under way.
  for (let start = next - dayMs; ; start += dayMs) {
    const freeMs = Math.max(0, start - at)
    if (left <= freeMs) return at + left - now
    left -= freeMs
    at = Math.max(at, start)
    const besideMs = Math.max(0, start + nightMs - at)
    if (left <= besideMs * share) return at + left / share - now
    left -= besideMs * share
    at += besideMs
  }
}
