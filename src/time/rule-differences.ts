import type { Instant } from './instant'
import type { Interval } from './interval'

/** Offsets over time: span `i` begins at `starts[i]` and keeps `offsetsMs[i]` until the next begins. */
export interface OffsetSpans {
  readonly starts: ArrayLike<Instant>
  readonly offsetsMs: ArrayLike<number>
}

/** An interval during which two accounts of a zone show different clocks. */
export interface RuleDifference {
  readonly interval: Interval
  /** Minutes to add to UTC, by the first account and by the second. */
  readonly firstMinutes: number
  readonly secondMinutes: number
}

/** Where two accounts of one zone's offsets differ during an interval, in order; touching differences stay apart when their offsets do. */
export function ruleDifferences(first: OffsetSpans, second: OffsetSpans, during: Interval): RuleDifference[] {
  const differences: RuleDifference[] = []
  let [i, j] = [spanAt(first, during.start), spanAt(second, during.start)]
  let start = during.start
  while (start < during.end) {
    const end = Math.min(endOf(first, i), endOf(second, j), during.end)
    const firstMinutes = (first.offsetsMs[i] as number) / 60_000
    const secondMinutes = (second.offsetsMs[j] as number) / 60_000
    if (firstMinutes !== secondMinutes)
      differences.push({ interval: { start, end }, firstMinutes, secondMinutes })
    if (endOf(first, i) <= end) i++
    if (endOf(second, j) <= end) j++
    start = end
  }
  return joined(differences)
}

/** A change that does not show (a span cut in two by one account) is no end. */
function joined(differences: readonly RuleDifference[]): RuleDifference[] {
  const joined: RuleDifference[] = []
  for (const difference of differences) {
    const last = joined.at(-1)
    const goesOn =
      last !== undefined &&
      last.interval.end === difference.interval.start &&
      last.firstMinutes === difference.firstMinutes &&
      last.secondMinutes === difference.secondMinutes
    if (goesOn)
      joined[joined.length - 1] = {
        ...last,
        interval: { start: last.interval.start, end: difference.interval.end },
      }
    else joined.push(difference)
  }
  return joined
}

function spanAt({ starts, offsetsMs }: OffsetSpans, instant: Instant): number {
  let span = 0
  while (span + 1 < offsetsMs.length && (starts[span + 1] as number) <= instant) span++
  return span
}

function endOf({ starts, offsetsMs }: OffsetSpans, span: number): Instant {
  return span + 1 < offsetsMs.length ? (starts[span + 1] as number) : Number.POSITIVE_INFINITY
}
