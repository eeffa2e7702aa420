/**
 * An interval: a half-open pair of instants `[start, end)`. Its start is in it, its end is not, so neighbours
 * share no instant.
 *
 * An interval whose end is its start is empty: it contains nothing and overlaps nothing.
 */
import { UsageError } from '../errors'
import { formatInstant, type Instant, InvalidInstantError, parseInstant } from './instant'

export interface Interval {
  readonly start: Instant
  readonly end: Instant
}

export class InvalidIntervalError extends UsageError {
  readonly input: string

  constructor(input: string, reason: string) {
    super(`Cannot read ${JSON.stringify(input)} as an interval: ${reason}.`, {
      code: 'time.invalid-interval',
    })
    this.input = input
  }
}

/** @throws InvalidIntervalError when the end lies before the start */
export function interval(start: Instant, end: Instant): Interval {
  if (end >= start) return { start, end }
  throw new InvalidIntervalError(`${formatInstant(start)}/${formatInstant(end)}`, 'it ends before it starts')
}

/**
 * Reads ISO 8601 `start/end`, both instants with Z or an offset.
 *
 * @throws InvalidIntervalError when a side is not an instant or the end lies before the start
 */
export function parseInterval(text: string): Interval {
  const sides = text.split('/')
  if (sides.length !== 2) {
    throw new InvalidIntervalError(
      text,
      'expected two instants as start/end, such as 2026-10-25T00:00Z/2026-10-26T00:00Z',
    )
  }
  try {
    return interval(parseInstant(sides[0] as string), parseInstant(sides[1] as string))
  } catch (error) {
    if (error instanceof InvalidInstantError)
      throw new InvalidIntervalError(text, error.message.replace(/\.$/, ''))
    throw error
  }
}

export function formatInterval(span: Interval): string {
  return `${formatInstant(span.start)}/${formatInstant(span.end)}`
}

export function durationMs(span: Interval): number {
  return span.end - span.start
}

export function isEmpty(span: Interval): boolean {
  return span.end <= span.start
}

export function contains(span: Interval, instant: Instant): boolean {
  return instant >= span.start && instant < span.end
}

/** Whether every instant of `inner` lies in `outer`. The empty interval lies in all. */
export function encloses(outer: Interval, inner: Interval): boolean {
  return isEmpty(inner) || (inner.start >= outer.start && inner.end <= outer.end)
}

/** Whether the two share an instant. Touching is not overlapping. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end)
}

/** The instants in both, or null when there are none. */
export function intersect(a: Interval, b: Interval): Interval | null {
  const start = Math.max(a.start, b.start)
  const end = Math.min(a.end, b.end)
  return start < end ? { start, end } : null
}

/**
 * The instants in any of them, as sorted intervals that neither overlap nor touch. Empty intervals vanish.
 */
export function merge(intervals: Iterable<Interval>): Interval[] {
  const sorted = [...intervals].filter((span) => !isEmpty(span)).sort((a, b) => a.start - b.start)
  const merged: Interval[] = []
  for (const span of sorted) {
    const last = merged.at(-1)
    if (last === undefined || span.start > last.end) merged.push(span)
    else if (span.end > last.end) merged[merged.length - 1] = { start: last.start, end: span.end }
  }
  return merged
}

/** The instants of `from` that lie in none of `holes`, sorted. */
export function subtract(from: Interval, holes: Iterable<Interval>): Interval[] {
  const left: Interval[] = []
  let start = from.start
  for (const hole of merge(holes)) {
    if (hole.end <= start) continue
    if (hole.start >= from.end) break
    if (hole.start > start) left.push({ start, end: hole.start })
    start = hole.end
  }
  if (start < from.end) left.push({ start, end: from.end })
  return left
}
