import type { WorkflowHandle } from '@temporalio/client'

/** How the activity stands that a workflow of one activity waits for. */
export interface PendingActivity {
  /** From 1. */
  attempt: number
  /** Why the attempt before failed; null on the first. */
  lastFailure: string | null
  /** What its heart last told; empty before the first beat of an attempt. */
  heartbeat: Record<string, unknown>
}

/** Asks Temporal, since such a workflow has nothing to answer a query with. Null while no activity is under way. */
export async function lookAtActivity(
  handle: Pick<WorkflowHandle, 'describe'>,
): Promise<PendingActivity | null> {
  const { raw } = await handle.describe()
  const activity = raw.pendingActivities?.[0]
  if (!activity) return null
  const beat = activity.heartbeatDetails?.payloads?.[0]?.data
  return {
    attempt: activity.attempt ?? 1,
    lastFailure: activity.lastFailure?.message ?? null,
    heartbeat: beat ? JSON.parse(Buffer.from(beat).toString()) : {},
  }
}
