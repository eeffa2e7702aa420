import { Context } from '@temporalio/activity'

/** Well inside the heartbeat time-out, so that a slow answer is not taken for a lost worker. */
const beatEveryMs = 5_000

export interface Heartbeat {
  /** Aborted when the workflow cancels the activity or the worker shuts down; hand it to whatever waits. */
  readonly signal: AbortSignal
  /** Says how far the work is; shown in Temporal's UI. Counts and cursors, never rows. */
  beat(details: Record<string, string | number | null>): void
}

/** Runs `work` with a heart that beats on a timer, also while a request is under way. */
export async function heartbeating<T>(work: (heartbeat: Heartbeat) => Promise<T>): Promise<T> {
  const context = Context.current()
  let details: Record<string, string | number | null> = {}
  const timer = setInterval(() => context.heartbeat(details), beatEveryMs)
  try {
    return await work({
      signal: context.cancellationSignal,
      beat(progress) {
        details = progress
        context.heartbeat(progress)
      },
    })
  } finally {
    clearInterval(timer)
  }
}
