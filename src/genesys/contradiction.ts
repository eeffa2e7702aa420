import { mostEmissionsPerSession } from '../events/most-emissions'
import { type Instant, parseInstant } from '../time/instant'
import type { MetricRecord } from './wire/conversation'

/**
 * How a record can disagree with itself, or with what can be. Each function says what is wrong, without any value of the
 * record, or null when nothing is: the record's place is named beside it.
 *
 * Not counted, since real records do it: a segment before the conversation's start, after-call work after its end,
 * metrics that disagree with segments.
 */

/** An end before its start. */
export function endsBeforeStart(
  what: 'conversation' | 'segment',
  start: Instant,
  end: Instant | null,
): string | null {
  if (end === null || end >= start) return null
  return `the ${what} ends before it starts`
}

const earliestPlausible = parseInstant('1990-01-01T00:00:00.000Z')
const latestPlausible = parseInstant('2100-01-01T00:00:00.000Z')

/** Whether a contact centre of this platform can have been at work then. */
export function isPlausible(at: Instant): boolean {
  return at >= earliestPlausible && at < latestPlausible
}

/**
 * An instant in which no contact centre of this platform can have been at work, such as the year 1 of a clock that was
 * never set. Stored, it would open a day, a month's tables and a reckoning by zone that nobody could use.
 */
export function implausibleInstant(at: Instant): string | null {
  return isPlausible(at) ? null : 'expected an instant between 1990 and 2100'
}

/** About ten years in milliseconds: no call, no e-mail and no count is larger, and sums of such values stay exact. */
const largestValue = 3e11

/**
 * A value that is no whole number, a negative time or count, or one beyond all measure. Scores and observations (`o…`)
 * may be negative.
 */
export function impossibleValue(metric: MetricRecord): string | null {
  const isWhole = Number.isSafeInteger(metric.value)
  const isTooLarge = Math.abs(metric.value) > largestValue
  if (isWhole && !isTooLarge && (metric.value >= 0 || !/^[tn][A-Z]/.test(metric.name))) return null
  if (isTooLarge) return `expected at most ${largestValue}, which is ten years in milliseconds`
  return isWhole ? 'expected no negative number for a time or a count' : 'expected a whole number'
}

/** So many emissions in one session that their ordinals would run over into the next one's. */
export function tooManyEmissions(count: number): string | null {
  if (count <= mostEmissionsPerSession) return null
  return `expected at most ${mostEmissionsPerSession} metrics in a session`
}

/** Two sessions with one id: what they measured would count twice. */
export const toldTwice = 'a session before it has the same id'
