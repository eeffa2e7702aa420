import type { Format } from '../../reports/format'
import type { BackfillInput } from '../../workflows/backfill'
import type { DayRange } from '../options/range'

/** What a command wants done to a range of days: `export`, `recompute` and `backfill` are three faces of one workflow. */
export interface DaysOrder {
  /** A verb for people: `export`. */
  verb: 'export' | 'recompute' | 'backfill'
  workflowId: string
  range: DayRange
  input: Pick<BackfillInput, 'kpis' | 'export' | 'order' | 'force'> & { window?: number | undefined }
  detach: boolean
  yes: boolean
  output: Format
}
