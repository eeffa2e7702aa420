import { defineQuery, setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { NightlySummary } from './nightly'

/** What a night is doing. */
export type NightlyStep = 'preparing' | 'exporting' | 'recomputing' | 'delivering' | 'reconciling'

/** How far a night is; what `retally follow` and `retally nightly` show. */
export interface NightlyProgress {
  runKey: number
  step: NightlyStep
  /** The day, or the sink, that the step is at; null where there is none. */
  at: string | null
  /** Days, or sinks, that the step begins with this one, of how many; null where nobody knows. */
  number: number
  of: number | null
  exportedDays: number
  recomputedDays: number
  rowsWritten: number
  quarantinedDays: string[]
  failedSteps: string[]
}

export const nightlyProgress = defineQuery<NightlyProgress>('nightProgress')

/** Answers how far the night is, and says it on Temporal's page: returns what tells the next step. */
export function tellingTheNight(
  runKey: number,
  summary: NightlySummary,
): (step: NightlyStep, at?: string, of?: number | null) => void {
  const now: Pick<NightlyProgress, 'step' | 'at' | 'number' | 'of'> = {
    step: 'preparing',
    at: null,
    number: 0,
    of: null,
  }
  const progress = (): NightlyProgress => ({
    runKey,
    ...now,
    exportedDays: summary.exportedDays.length,
    recomputedDays: summary.recomputedDays,
    rowsWritten: summary.rowsWritten,
    quarantinedDays: summary.quarantinedDays,
    failedSteps: summary.failedSteps,
  })
  setHandler(nightlyProgress, progress)
  return (step, at, of = null) => {
    now.number = step === now.step ? now.number + 1 : 1
    Object.assign(now, { step, at: at ?? null, of })
    setCurrentDetails(nightDetails(progress()))
  }
}

/** A night in the Markdown of Temporal's page. */
export function nightDetails(progress: NightlyProgress): string {
  const { step, at, number, of, exportedDays, recomputedDays, rowsWritten } = progress
  const { quarantinedDays, failedSteps } = progress
  const which = of === null ? '' : ` (${number} of ${of})`
  return [
    `**${step}**${at === null ? '' : ` ${at}`}${which}`,
    `${exportedDays} days exported · ${recomputedDays} recomputed · ${rowsWritten} rows written`,
    ...(quarantinedDays.length > 0 ? [`in quarantine: ${quarantinedDays.join(', ')}`] : []),
    ...failedSteps.map((failed) => `failed: ${failed}`),
  ].join('\n\n')
}
