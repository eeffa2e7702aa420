import type { Unit } from '../kpis/definition'
import type { Subject } from '../kpis/subject'
import type { SummaryDimension } from '../kpis/summary-dimensions'
import type { Interval } from '../time/interval'
import type { Cause } from './cause'
import type { Spread } from './spread'

/** Two accounts of one KPI over the same subjects, and why they differ. A is what stands, B what is to be. */
export interface Comparison {
  a: ComparedAccount
  b: ComparedAccount
  unit: Unit
  /** What is observed: whose changes are counted. */
  subject: Subject
  interval: Interval
  /** Whose days are meant; null: each agent's or queue's own. */
  zone: string | null
  by: readonly SummaryDimension[]
  /** The parts that were compared. */
  parts: readonly string[]
  cellsCompared: number
  cellsDiffering: number
  /** All of the interval as one cell. */
  whole: Difference
  /** The cells that differ: the largest difference first, those that only one account has last. Of a kept comparison not all. */
  cells: readonly CellDifference[]
  /** How the changes of single subjects are spread, by part; parts in which none changed are left out. */
  spreads: readonly Spread[]
  /** What makes it less than whole, a line each. */
  notes?: readonly string[]
}

export interface ComparedAccount {
  /** `service-level@2`, with what else was different: `, targetSeconds 30`. */
  name: string
  kpi: string
  version: number
}

/** Observations that differ; one that is counted elsewhere now is only in A where it was, and only in B where it is. */
export interface DifferingObservations {
  onlyA: number
  onlyB: number
  changed: number
}

/** One cell by two accounts. */
export interface Difference extends DifferingObservations {
  /** Null where the account has nothing there. */
  a: CellOfAccount | null
  b: CellOfAccount | null
  /** B's value less A's, in the KPI's unit; null where one of them is no number. */
  difference: number | null
  /** Subjects with an observation that differs. */
  subjects: number
  /** What each cause moved: the parts add up to the difference of the parts, and the shares to that of the value. */
  causes: readonly CauseOfDifference[]
  /** Why no value is shared out; absent where it is. `no-sums`: the value is made of no sums. `no-number`: one side has none. */
  unshared?: 'no-sums' | 'no-number'
  /** The subjects that move the value most, each alone; not all there are. */
  foremost: readonly ChangedSubject[]
}

export type CellDifference = Difference & {
  place: Readonly<Partial<Record<SummaryDimension, string | null>>>
}

export interface CellOfAccount {
  value: number | null
  observations: number
  parts: Readonly<Record<string, number>>
}

export interface CauseOfDifference extends Cause {
  /** By the names of the compared parts: B − A. */
  parts: Readonly<Record<string, number>>
  /** In the KPI's unit; null where the value cannot be shared out. */
  share: number | null
  /** Subjects it had a hand in, and those of which it is the only cause. */
  subjects: number
  alone: number
}

/** One conversation, contact or agent's day, by what it does to a cell. */
export interface ChangedSubject extends DifferingObservations {
  id: string
  /** The UTC day it is kept under. */
  day: string
  /** By the names of the compared parts: B − A. */
  parts: Readonly<Record<string, number>>
  /** What the cell's value would move if nothing else did; null where that is no number. */
  pull: number | null
  /** Keys of the causes. */
  causes: readonly string[]
}
