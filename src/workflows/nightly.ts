import { executeChild, isCancellation, setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import type { DeliverySummary } from '../activities/deliver-changes'
import type { ReconciliationSummary } from '../activities/reconcile-interval'
import { platformActivities, storeActivities } from './activity-proxies'
import { deliver } from './deliver'
import { exportDay } from './export-day'
import { failedStep, firstCause } from './first-cause'
import { recomputeDay } from './recompute-day'
import { reconcile } from './reconcile'

export interface NightlyInput {
  organisation: string
  /** ISO instant; absent when a schedule started us: then it is the scheduled time, never the present one. */
  scheduledAt?: string
}

export interface NightlySummary {
  scheduledAt: string
  exportedDays: string[]
  /** Days the platform had not finished yet: the next night takes them. */
  waitingDays: string[]
  recomputedDays: number
  rowsWritten: number
  quarantinedDays: string[]
  deliveries: DeliverySummary[]
  reconciliation: ReconciliationSummary | null
}

/**
 * The night's work: bring home yesterday, the look-back and every gap the ledger shows; recompute the
 * days that became dirty; send what changed; hold it against the platform's own numbers.
 */
export async function nightly(input: NightlyInput): Promise<NightlySummary> {
  const store = storeActivities()
  const platform = platformActivities()
  const { organisation } = input
  const workflowId = workflowInfo().workflowId
  const scheduledAt = input.scheduledAt ?? scheduledTime()

  const { runKey } = await store.openRun({ kind: 'nightly', workflowId, kpis: [] })
  await platform.refreshReference({ organisation, at: scheduledAt })
  const plan = await platform.planNightly({ organisation, scheduledAt })
  const summary: NightlySummary = {
    scheduledAt,
    exportedDays: [],
    waitingDays: plan.waitingDays,
    recomputedDays: 0,
    rowsWritten: 0,
    quarantinedDays: [],
    deliveries: [],
    reconciliation: null,
  }

  for (const day of plan.exportDays) {
    setCurrentDetails(`exporting ${day}`)
    await orQuarantine(day, async () => {
      await executeChild(exportDay, {
        workflowId: `${workflowId}/export/${day}`,
        args: [{ organisation, day, rule: 'job-activity', request: scheduledAt }],
      })
      summary.exportedDays.push(day)
    })
  }

  let after: string | null = null
  for (let more = true; more; ) {
    const dirty: { days: string[]; more: boolean } = await store.listDirtyDays({
      kpis: [],
      after,
      limit: 100,
    })
    for (const day of dirty.days) {
      setCurrentDetails(`recomputing ${day}`)
      await orQuarantine(day, async () => {
        const done = await executeChild(recomputeDay, {
          workflowId: `${workflowId}/recompute/${day}`,
          args: [{ organisation, day, kpis: [], runKey, force: false }],
        })
        summary.recomputedDays += 1
        summary.rowsWritten += done.rowsWritten
      })
      after = day
    }
    more = dirty.more
  }

  if (plan.deliverFrom !== null) {
    for (const sink of plan.sinks) {
      setCurrentDetails(`delivering to ${sink}`)
      summary.deliveries.push(
        await executeChild(deliver, {
          workflowId: `${workflowId}/deliver/${sink}`,
          args: [{ organisation, sink, from: plan.deliverFrom, to: plan.deliverTo }],
        }),
      )
    }
  }
  if (plan.reconcile !== null) {
    summary.reconciliation = await executeChild(reconcile, {
      workflowId: `${workflowId}/reconcile`,
      args: [{ organisation, ...plan.reconcile }],
    })
  }
  await store.closeRun({
    runKey,
    state: 'complete',
    days: summary.recomputedDays,
    rowsWritten: summary.rowsWritten,
    quarantinedDays: summary.quarantinedDays.length,
  })
  return summary

  async function orQuarantine(day: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isCancellation(error)) throw error
      summary.quarantinedDays.push(day)
      await store.quarantineDay({
        organisation,
        day,
        during: failedStep(error),
        kpis: [],
        runKey,
        reason: firstCause(error),
      })
    }
  }
}

/** Temporal stamps what a schedule starts with the time it was scheduled for. */
function scheduledTime(): string {
  const stamped = workflowInfo().searchAttributes?.TemporalScheduledStartTime?.[0]
  const instant = stamped instanceof Date ? stamped : workflowInfo().startTime
  return instant.toISOString()
}
