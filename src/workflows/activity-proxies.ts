import { type ActivityOptions, patched, proxyActivities, workflowInfo } from '@temporalio/workflow'
import type { Activities } from '../activities/create-activities'

/**
 * Attempts are unlimited on purpose: what cannot succeed fails at once (it is not retryable), and what
 * can is bounded by time, not by a count that a storm of 429s would use up.
 */
const patient: ActivityOptions['retry'] = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
}

type Priority = NonNullable<ActivityOptions['priority']>

/** What everything has that is neither the night's work nor a backfill's. */
const ordinaryPriority = 3

/**
 * The queue of everything that calls the platform, so that an operator can brake or pause it alone. What gives way to the night has one
 * of its own: a worker has so many calls under way, and those that wait for their share of the budget must not keep the night's out.
 */
function platformQueue({ priorityKey = ordinaryPriority }: Priority): string {
  const { taskQueue } = workflowInfo()
  const yields = priorityKey > ordinaryPriority
  return yields ? `${taskQueue}-platform-yielding` : `${taskQueue}-platform`
}

/**
 * A workflow that is cancelled, also from Temporal's page, closes once what it had under way has heard of it and ended: whoever sees it
 * closed can be sure that no request goes out on its account any more.
 */
function cancelled(): Pick<ActivityOptions, 'cancellationType'> {
  return patched('waits for what it cancels') ? { cancellationType: 'WAIT_CANCELLATION_COMPLETED' } : {}
}

/**
 * Long work against the platform: pages, polls, batches. Heartbeats tell a lost worker from a slow one. It is as urgent as the workflow that
 * asks, unless another priority is given.
 */
export function platformActivities(priority: Priority = workflowInfo().priority ?? {}) {
  return proxyActivities<Activities>({
    taskQueue: platformQueue(priority),
    priority,
    startToCloseTimeout: '6 hours',
    scheduleToCloseTimeout: '24 hours',
    heartbeatTimeout: '30 seconds',
    retry: patient,
    ...cancelled(),
  })
}

/** Work on our own store; a day is at most minutes. */
export function storeActivities() {
  return proxyActivities<Activities>({
    startToCloseTimeout: '2 hours',
    scheduleToCloseTimeout: '6 hours',
    heartbeatTimeout: '30 seconds',
    retry: patient,
    ...cancelled(),
  })
}
