import type { Plan } from '../../planning/plan'
import type { Format } from '../../reports/format'
import type { DaySpan } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import type { BackfillInput } from '../../workflows/backfill-input'

/** What a command wants done to a range of days: `export`, `recompute` and `backfill` are three faces of one workflow. */
export interface DaysOrder {
  /** A verb for people: `export`. */
  verb: 'export' | 'recompute' | 'backfill'
  workflowId: string
  range: DaySpan
  /** Only these days of it, in order; absent: all of them. */
  days?: readonly LocalDate[] | undefined
  /** The plan that was given by its id: what is done must be what it says. */
  shown?: Plan | undefined
  /** Days that were asked for and lie beyond what the platform has: the same command later does them. */
  waiting: readonly LocalDate[]
  input: Pick<BackfillInput, 'kpis' | 'export' | 'order' | 'force'> & { window?: number | undefined }
  /** How it is run, where somebody said it. */
  run?: Pick<BackfillInput, 'priority' | 'budget'>
  /** The same command again joins it. False in the demo, which begins anew. */
  joinable: boolean
  detach: boolean
  yes: boolean
  output: Format
}
