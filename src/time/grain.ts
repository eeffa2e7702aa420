/**
 * The reporting grain: 15, 30 or 60 minutes of UTC.
 *
 * Offsets of all zones in use are multiples of 15 minutes, so 15-minute UTC cells add up to the half hours
 * and days of each of them. Coarser grains do not: half an hour in Kathmandu (+05:45) begins at a quarter
 * past.
 */
import type { Instant } from './instant'
import type { Interval } from './interval'

export type GrainMinutes = 15 | 30 | 60

export const baseGrain: GrainMinutes = 15

export function grainMs(grain: GrainMinutes): number {
  return grain * 60_000
}

/** The start of the grain cell an instant lies in. */
export function floorToGrain(instant: Instant, grain: GrainMinutes): Instant {
  const size = grain * 60_000
  return Math.floor(instant / size) * size
}

/** The first cell start at or after an instant. */
export function ceilToGrain(instant: Instant, grain: GrainMinutes): Instant {
  const size = grain * 60_000
  // Adding zero turns the -0 of `Math.ceil(-0.5)` into the 0 it means.
  return Math.ceil(instant / size) * size + 0
}

/** The whole cell an instant lies in. */
export function grainCell(instant: Instant, grain: GrainMinutes): Interval {
  const start = floorToGrain(instant, grain)
  return { start, end: start + grain * 60_000 }
}

/** The smallest interval of whole cells around an interval. */
export function wholeCells(interval: Interval, grain: GrainMinutes): Interval {
  return { start: floorToGrain(interval.start, grain), end: ceilToGrain(interval.end, grain) }
}

/** The interval cut at cell boundaries: pieces that add up to it, in order. None when it is empty. */
export function* splitByGrain(interval: Interval, grain: GrainMinutes): Generator<Interval> {
  const size = grain * 60_000
  let start = interval.start
  while (start < interval.end) {
    const end = Math.min(floorToGrain(start, grain) + size, interval.end)
    yield { start, end }
    start = end
  }
}
