/** A cause: one reason for which two honest accounts differ. Each stands in its own file in `causes/`, with the text its reader sees. */
import type { Measure } from '../facts/measure'
import type { GapGroup } from './difference'
import type { Evidence, UtcDay } from './evidence'

export interface Cause {
  readonly name: string
  /** What it means and what to do about it, for the analyst who is handed the report. */
  readonly explanation: string
  /** Whether the evidence accounts for this gap. A cause that cannot be sure says no: the residue must not be flattered. */
  explains(group: GapGroup, evidence: Evidence, open: OpenGaps): boolean
}

/** What no earlier cause has explained. */
export interface OpenGaps {
  /** Events of the measure, on the UTC day, that the platform counted and we did not. */
  missingOn(day: UtcDay, measure: Measure): number
}

export const unexplained = 'unexplained'
