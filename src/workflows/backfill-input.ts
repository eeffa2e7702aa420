import type { BackfillProgress } from './backfill-progress'

/** What a backfill is asked to do; stands in the account of runs, so that a field is only ever added. */
export interface BackfillInput {
  organisation: string
  /** `name@version`; empty: nothing is computed (an export of a range is a backfill that computes nothing). */
  kpis: string[]
  /** UTC days of conversation start, both inclusive. */
  from: string
  to: string
  /** `missing`: days never completely exported are exported first; `again`: all of them are. */
  export: 'none' | 'missing' | 'again'
  order: 'oldest-first' | 'newest-first'
  /** `failed`: only days in quarantine, whose export or recompute failed before. */
  only?: 'failed'
  /** Only these days of the range, in order; a plan for some days names them. */
  days?: string[]
  /** Days under way side by side. */
  window: number
  /** Temporal's: 1 is the most urgent, 3 what everything else has. What is less urgent than that gives way to the night. */
  priority?: number
  force: boolean
  /** Stops cleanly when it has made so many requests to the platform, or after so many minutes; the rest is left. */
  budget?: RunBudget
  /** Days per run of the workflow, so that its history stays short; then it continues as new. */
  daysPerRun: number
  /** Carried from run to run; absent at the start. */
  carried?: BackfillProgress & { after: string | null }
}

/** What a run may take before it stops cleanly. */
export interface RunBudget {
  requests?: number
  minutes?: number
}
