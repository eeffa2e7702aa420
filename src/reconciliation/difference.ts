/** A difference: one cell in which the two accounts disagree, with both numbers and the cause where one is known. */
import type { PlatformMeasure } from '../facts/survey-measure'
import type { Instant } from '../time/instant'
import type { CellPlace } from './account'

export interface Difference {
  readonly cell: CellPlace
  /** Null: that side says nothing about the cell. Never 0 in disguise. */
  readonly said: number | null
  readonly computed: number | null
  /** computed − said, silence counting nothing: negative where we miss something, positive where we have more. */
  readonly gap: number
  /** Name of the cause, or `unexplained`. */
  readonly cause: string
}

/** Both numbers of a cell, before anyone has asked why they differ. */
export interface Gap {
  readonly said: number | null
  readonly computed: number | null
  readonly gap: number
}

/**
 * The count and the sum of one definition's measure in one half hour, queue and medium. They are explained together: a missing call is missing in
 * both, and a sum has no bound of its own by which a cause could be doubted.
 */
export interface GapGroup {
  readonly start: Instant
  readonly end: Instant
  /** UTC day of the half hour, `YYYY-MM-DD`. */
  readonly day: string
  readonly queueId: string | null
  readonly mediaType: string | null
  readonly measure: PlatformMeasure
  readonly kpi: string
  /** Null when counts are not compared or both sides are silent; gap 0 when they agree. */
  readonly count: Gap | null
  readonly sum: Gap | null
}

/** How many events the platform counted and we did not; 0 when we have as many or more, or counts are not compared. */
export function missingCount({ count }: GapGroup): number {
  return Math.max(0, -(count?.gap ?? 0))
}

/** How many events at least we lack, or hold too small a value of: 1 where only the sum tells. */
export function lackingEvents(group: GapGroup): number {
  return Math.max(missingCount(group), group.sum !== null && group.sum.gap < 0 ? 1 : 0)
}

/** How many events at least we have too many, or hold too great a value of: 1 where only the sum tells. */
export function surplusEvents({ count, sum }: GapGroup): number {
  return Math.max(0, count?.gap ?? 0, sum !== null && sum.gap > 0 ? 1 : 0)
}
