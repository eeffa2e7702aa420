import { finishRun, type RunEnd } from '../store/runs/finish-run'
import { startRun } from '../store/runs/start-run'
import { tzRelease } from '../time/zone-table'
import type { Dependencies } from './dependencies'
import { receiptOf } from './receipt'

export interface OpenRunInput {
  kind: string
  workflowId: string
}

export interface CloseRunInput {
  runKey: number
  state: string
  /** Of a run over days. */
  days?: number
  rowsWritten?: number
  quarantinedDays?: number
  /** Deliveries and reconciliations that failed while the rest went on. */
  failedSteps?: number
  /** What another run came to. */
  counts?: Readonly<Record<string, number>>
}

/** Opens a run's account; a workflow that asks twice gets the same run. */
export function openRun(dependencies: Dependencies) {
  return async ({ kind, workflowId }: OpenRunInput): Promise<{ runKey: number }> => {
    const { store, codeVersion } = dependencies
    const at = dependencies.now()
    return { runKey: await startRun(store.pool, { kind, workflowId, at, codeVersion, tzRelease }) }
  }
}

/** Closes a run's account with its receipt: what went in, what came out. */
export function closeRun(dependencies: Dependencies) {
  return async ({ runKey, state, counts, ...ofDays }: CloseRunInput): Promise<void> => {
    await finishRun(dependencies.store.pool, runKey, {
      state: endOf(state, ofDays),
      at: dependencies.now(),
      receipt: { ...ofDays, ...counts, ...(await receiptOf(dependencies, runKey)) },
    })
  }
}

function endOf(
  state: string,
  { quarantinedDays = 0, failedSteps = 0 }: Pick<CloseRunInput, 'quarantinedDays' | 'failedSteps'>,
): RunEnd {
  if (state === 'cancelled' || state === 'failed' || state === 'partial') return state
  return quarantinedDays + failedSteps > 0 ? 'partial' : 'done'
}
