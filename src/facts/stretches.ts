import type { Instant } from '../time/instant'
import { type Interval, intersect } from '../time/interval'

/** A stretch before it is known whether another one lies in its way; `end` null: it goes on. */
export type OpenStretch<Value> = { start: Instant; end: Instant | null; value: Value }

export interface Untangled<Value> {
  /** In order, none overlapping another; neighbours of one value are one. */
  stretches: (Interval & { value: Value })[]
  /** Whether stretches of different values had claimed the same time. */
  overlapped: boolean
}

/**
 * Lays stretches out so that each instant belongs to one at most, whatever order they come in, and cuts them to `within`. Of two
 * that claim the same time the one that began later has it, and the earlier one goes on where that ends; one without an end
 * ends where the next begins. So nothing is ever counted twice.
 *
 * @param keyOf two values are one when their keys are; it also decides between stretches of the same start and end
 */
export function untangle<Value>(
  open: readonly OpenStretch<Value>[],
  within: Interval,
  keyOf: (value: Value) => string,
): Untangled<Value> {
  const sorted = closed(open, within.end, keyOf)
    .filter(({ start, end }) => end > start)
    // The shorter of two with one start counts as the one that began later.
    .sort((a, b) => a.start - b.start || b.end - a.end || (keyOf(a.value) < keyOf(b.value) ? -1 : 1))
  const untangled: Untangled<Value> = { stretches: [], overlapped: false }
  const covering: (Interval & { value: Value })[] = []
  let at = Number.NEGATIVE_INFINITY

  const write = (end: Instant, value: Value) => {
    const start = Math.max(at, within.start)
    const cut = Math.min(end, within.end)
    if (cut <= start) return
    const last = untangled.stretches.at(-1)
    if (last?.end === start && keyOf(last.value) === keyOf(value))
      untangled.stretches[untangled.stretches.length - 1] = { ...last, end: cut }
    else untangled.stretches.push({ start, end: cut, value })
  }
  const advance = (to: Instant) => {
    for (let top = covering.at(-1); top !== undefined && at < to; top = covering.at(-1)) {
      const end = Math.min(top.end, to)
      write(end, top.value)
      at = Math.max(at, end)
      if (top.end <= at) covering.pop()
    }
    at = to
  }

  for (const stretch of sorted) {
    advance(stretch.start)
    while (covering.length > 0 && (covering.at(-1) as Interval).end <= at) covering.pop()
    const below = covering.at(-1)
    if (below !== undefined && keyOf(below.value) !== keyOf(stretch.value)) {
      const both = intersect(below, stretch)
      if (both !== null && intersect(both, within) !== null) untangled.overlapped = true
    }
    covering.push(stretch)
  }
  advance(Number.POSITIVE_INFINITY)
  return untangled
}

/**
 * Gives those without an end one: where the next begins, or the end of all that is known. One that was told again, now with its
 * end, has that.
 */
function closed<Value>(
  open: readonly OpenStretch<Value>[],
  until: Instant,
  keyOf: (value: Value) => string,
): (Interval & { value: Value })[] {
  const isToldAgain = (one: OpenStretch<Value>) =>
    open.some(
      ({ start, end, value }) => start === one.start && end !== null && keyOf(value) === keyOf(one.value),
    )
  return open
    .filter((one) => one.end !== null || !isToldAgain(one))
    .map(({ start, end, value }) => ({ start, end: end ?? nextStart(open, start) ?? until, value }))
}

function nextStart(open: readonly { start: Instant }[], after: Instant): Instant | null {
  const later = open.map(({ start }) => start).filter((start) => start > after)
  return later.length === 0 ? null : Math.min(...later)
}

/** Where stretches of two laid-out lists lie over one another, in order. */
export function* crossings<A extends Interval, B extends Interval>(
  as: readonly A[],
  bs: readonly B[],
): Generator<Interval & { a: A; b: B }> {
  let i = 0
  let j = 0
  while (i < as.length && j < bs.length) {
    const a = as[i] as A
    const b = bs[j] as B
    const start = Math.max(a.start, b.start)
    const end = Math.min(a.end, b.end)
    if (start < end) yield { start, end, a, b }
    if (a.end <= b.end) i++
    else j++
  }
}

/** What of a laid-out list lies outside another one, in order. */
export function* outside<A extends Interval>(
  as: readonly A[],
  bs: readonly Interval[],
): Generator<Interval & { a: A }> {
  for (const a of as) {
    let start = a.start
    for (const { start: hole, end } of bs) {
      if (end <= start || hole >= a.end) continue
      if (hole > start) yield { start, end: hole, a }
      start = Math.max(start, end)
    }
    if (start < a.end) yield { start, end: a.end, a }
  }
}
