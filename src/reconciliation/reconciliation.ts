/** A reconciliation: what came of comparing two accounts of one interval. Plain data, fit for JSON. */
import type { PlatformMeasure } from '../facts/survey-measure'
import type { Interval } from '../time/interval'
import type { Stat } from './account'
import type { Difference } from './difference'

export interface Reconciliation {
  readonly interval: Interval
  /** Cells that at least one side speaks of. */
  readonly cells: number
  /** Cells whose numbers agree, silence and 0 agreeing in number. */
  readonly equal: number
  /** Of the equal cells, those where one side is silent and the other says 0. */
  readonly silentAgainstZero: number
  /** In order of time, queue, medium, measure and definition. */
  readonly differences: readonly Difference[]
  /** Causes that occur, the most frequent first; `unexplained` among them. */
  readonly byCause: readonly CauseTotal[]
  /** The headline: differing cells that nothing explains. */
  readonly unexplained: number
  /** In order of the measures' names, count before sum, and of the definitions that claim them: no number is added twice. */
  readonly measures: readonly MeasureTotal[]
}

export interface CauseTotal {
  readonly cause: string
  readonly explanation: string
  readonly differences: number
}

export interface MeasureTotal {
  readonly measure: PlatformMeasure
  readonly stat: Stat
  readonly kpi: string
  /** Null when the side says nothing about the cells of this definition in the whole interval. */
  readonly said: number | null
  readonly computed: number | null
  /** computed − said over all cells; opposite gaps cancel here, and only here. */
  readonly gap: number
  readonly differences: number
  /** The part of the gap that lies in unexplained differences. */
  readonly unexplainedGap: number
}
