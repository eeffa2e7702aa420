import { finishRun, type RunEnd } from '../store/runs/finish-run'
import { noteSteering as noteSteeringOfRun, type Steering } from '../store/runs/note-steering'
import { readTook } from '../store/runs/read-took'
import { limitRun } from '../store/runs/run-limit'
import { startRun } from '../store/runs/start-run'
import { formatInstant } from '../time/instant'
import { tzRelease } from '../time/zone-table'
import type { Dependencies } from './dependencies'
import { receiptOf } from './receipt'

export interface OpenRunInput {
  kind: string
  workflowId: string
  /** What it was asked to do, so that it can be asked again. */
  input?: unknown
  /** As many requests to the platform it may make; absent: as many as it takes. */
  requests?: number
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
  return async ({ kind, workflowId, input, requests }: OpenRunInput): Promise<{ runKey: number }> => {
    const { store, codeVersion } = dependencies
    const at = dependencies.now()
    const runKey = await startRun(store.pool, { kind, workflowId, at, codeVersion, tzRelease, input })
    if (requests !== undefined) await limitRun(store.pool, runKey, requests)
    return { runKey }
  }
}

/** Keeps what somebody told a run under way, for whoever asks what it is still to do. */
export function noteSteering({ store }: Dependencies) {
  return ({ runKey, ...told }: Steering & { runKey: number }): Promise<void> =>
    noteSteeringOfRun(store.pool, runKey, told)
}

/** Closes a run's account with its receipt, what went in and what came out, and with what it took. */
export function closeRun(dependencies: Dependencies) {
  return async ({ runKey, state, counts, ...ofDays }: CloseRunInput): Promise<void> => {
    const { pool } = dependencies.store
    const at = dependencies.now()
    await finishRun(pool, runKey, {
      state: endOf(state, ofDays),
      at,
      receipt: {
        ...ofDays,
        ...(state === 'spent' && { spent: true }),
        ...counts,
        ...(await receiptOf(dependencies, runKey)),
      },
      took: await readTook(pool, runKey, formatInstant(at)),
    })
  }
}

function endOf(
  state: string,
  { quarantinedDays = 0, failedSteps = 0 }: Pick<CloseRunInput, 'quarantinedDays' | 'failedSteps'>,
): RunEnd {
  if (state === 'cancelled' || state === 'failed' || state === 'partial') return state
  // Stopped at its budget: the rest is left for another run.
  if (state === 'spent') return 'partial'
  return quarantinedDays + failedSteps > 0 ? 'partial' : 'done'
}
