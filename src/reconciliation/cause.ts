/** A cause: one reason for which two honest accounts differ. Each stands in its own file in `causes/`, with the text its reader sees. */
import type { GapGroup } from './difference'
import type { Evidence } from './evidence'

export interface Cause {
  readonly name: string
  /** What it means and what to do about it, for the analyst who is handed the report. */
  readonly explanation: string
  /** Whether the evidence accounts for this gap. A cause that cannot be sure says no: the residue must not be flattered. */
  explains(group: GapGroup, evidence: Evidence, open: OpenGaps): boolean
}

/**
 * What no earlier cause has explained, of the group's definition and measure. A cause that stands for so many events stands for them
 * in all groups together: tested group by group, one conversation would be the excuse for a whole day.
 */
export interface OpenGaps {
  /** Events that the platform counted and we did not, on the group's UTC day. */
  missingOnDayOf(group: GapGroup): number
  /** The same on the group's queue and medium, in the whole interval. */
  missingOnQueueOf(group: GapGroup): number
  /** Events at least that we lack on the group's UTC day, or hold too small a value of. */
  lackingOnDayOf(group: GapGroup): number
  /** Events at least that we have too many on it, or hold too great a value of. */
  surplusOnDayOf(group: GapGroup): number
  /** Every group of the definition, whatever its measure, in the group's half hour, queue and medium: the group itself among them. */
  besides(group: GapGroup): readonly GapGroup[]
}

export const unexplained = 'unexplained'
