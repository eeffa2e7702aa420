import { formatInstant, type Instant } from '../time/instant'
import { machineWord } from './scrub'
import type { MetricRecord } from './wire/conversation'

/**
 * How a record can disagree with itself. Each function says what is wrong, in ids, instants, names of metrics and numbers
 * only, or null when nothing is.
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
  return `the ${what} ends at ${formatInstant(end)}, before it starts at ${formatInstant(start)}`
}

/** A value that is no whole number, or a negative time or count. Scores and observations (`o…`) may be negative. */
export function impossibleValue(metric: MetricRecord): string | null {
  const isWhole = Number.isSafeInteger(metric.value)
  if (isWhole && (metric.value >= 0 || !/^[tn][A-Z]/.test(metric.name))) return null
  const name = machineWord(metric.name) ?? 'a metric'
  return isWhole ? `${name} is ${metric.value}` : `${name} is ${metric.value}, no whole number`
}

/** Two sessions with one id: what they measured would count twice. */
export function toldTwice(sessionId: string): string {
  return `session ${machineWord(sessionId) ?? '(not an id)'} occurs twice`
}
