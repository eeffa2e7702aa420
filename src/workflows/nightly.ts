import { executeChild, isCancellation, workflowInfo } from '@temporalio/workflow'
import type { DeliverySummary } from '../activities/deliver-changes'
import type { ExportSummary } from '../activities/export-summary'
import type { DirtyDays } from '../activities/list-dirty-days'
import type { NightlyPlan } from '../activities/plan-nightly'
import type { BrokenVersion } from '../activities/recompute-what-holds'
import type { ReconciliationSummary } from '../activities/reconcile-interval'
import type { DriftedDay } from '../store/drift/read-drift'
import { platformActivities, storeActivities } from './activity-proxies'
import { closingOnFailure } from './closing-on-failure'
import { deliver } from './deliver'
import { exportDay } from './export-day'
import { failedRevisions, failedStep, firstCause } from './first-cause'
import { tellingTheNight } from './nightly-progress'
import { recomputeDay } from './recompute-day'
import { reconcile } from './reconcile'
import { tellSearch } from './search-attributes'

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
  /** Missing days that a backfill under way brings; absent from nights before they were left to it. */
  leftDays?: string[]
  /** Those of its exported days that settled long ago; absent, like the next two, from nights before there were late pulls. */
  lateDays?: string[]
  /** Such days that are left for the nights to come. */
  lateDaysLeft?: number
  /** Settled days that were found changed on the platform, oldest first. */
  driftedDays?: DriftedDay[]
  recomputedDays: number
  /** Signed-off days that would have been recomputed too, and were left as they are; absent from nights before there were sign-offs. */
  signedOffDays?: number
  rowsWritten: number
  quarantinedDays: string[]
  /** `name@version` of what broke on some of them, whereas the other versions stand; absent where none did. */
  brokenVersions?: string[]
  /** Conversations of tonight's exports that went to quarantine. */
  quarantined: number
  deliveries: DeliverySummary[]
  reconciliation: ReconciliationSummary | null
  /** Deliveries and the reconciliation, as far as they failed, each with its reason; the rest of the night went on. */
  failedSteps: string[]
}

/** The night's work goes before every backfill's; 3 is what everything else has. */
const nightFirst = { priorityKey: 2 }

/**
 * The night's work: bring home yesterday, the look-back, every gap in coverage, and once more the days that settled, lately and
 * long ago; recompute the days that became dirty; send what changed; hold it against the platform's own numbers.
 */
export async function nightly(input: NightlyInput): Promise<NightlySummary> {
  const store = storeActivities()
  const platform = platformActivities()
  const { organisation } = input
  const workflowId = workflowInfo().workflowId
  const scheduledAt = input.scheduledAt ?? scheduledTime()

  const { runKey } = await store.openRun({ kind: 'nightly', workflowId })
  tellSearch({ run: runKey })
  /** Days come oldest first: what changed for the sinks begins here. */
  let firstRecomputed: string | null = null
  const summary: NightlySummary = {
    scheduledAt,
    exportedDays: [],
    waitingDays: [],
    leftDays: [],
    lateDays: [],
    lateDaysLeft: 0,
    driftedDays: [],
    recomputedDays: 0,
    rowsWritten: 0,
    quarantinedDays: [],
    quarantined: 0,
    deliveries: [],
    reconciliation: null,
    failedSteps: [],
  }

  const tell = tellingTheNight(runKey, summary)

  await closingOnFailure(goThroughTheNight, closeRun)
  await closeRun('complete')
  return summary

  async function goThroughTheNight(): Promise<void> {
    await platform.refreshReference({ at: scheduledAt, runKey })
    const plan = await platform.planNightly({ organisation, scheduledAt })
    summary.waitingDays = plan.waitingDays
    summary.leftDays = plan.leftDays ?? []
    summary.lateDaysLeft = plan.lateDaysLeft ?? 0
    await exportDays(plan)
    await recomputeDirtyDays()
    await deliverChanges(plan)
    await reconcilePeriod(plan.reconcile)
  }

  async function exportDays({ exportDays: days, gapDays = [], lateDays = [] }: NightlyPlan): Promise<void> {
    for (const day of days) {
      tell('exporting', day, days.length)
      // Of a gap it is enough that somebody closed it meanwhile.
      const missing = gapDays.includes(day) ? { missing: true as const } : {}
      await orQuarantine(day, async () => {
        const {
          quarantined,
          agentTime,
          drift = [],
        } = await executeChild(exportDay, {
          priority: nightFirst,
          workflowId: `${workflowId}/export/${day}`,
          args: [{ organisation, day, rule: 'job-activity', request: scheduledAt, ...missing, runKey }],
        })
        summary.exportedDays.push(day)
        if (lateDays.includes(day)) summary.lateDays?.push(day)
        summary.driftedDays = together(summary.driftedDays, drift)
        summary.quarantined += quarantined + agentDaysQuarantined(agentTime)
      })
    }
  }

  async function recomputeDirtyDays(): Promise<void> {
    let after: string | null = null
    let before = 0
    for (let more = true; more; ) {
      const dirty: DirtyDays = await store.listDirtyDays({ after, limit: 100 })
      if (dirty.signedOffDays) summary.signedOffDays = dirty.signedOffDays
      const days = dirty.more ? null : before + dirty.days.length
      before += dirty.days.length
      for (const day of dirty.days) {
        tell('recomputing', day, days)
        await orQuarantine(day, async () => {
          const done = await executeChild(recomputeDay, {
            priority: nightFirst,
            workflowId: `${workflowId}/recompute/${day}`,
            args: [{ organisation, day, kpis: [], runKey, force: false }],
          })
          summary.recomputedDays += 1
          firstRecomputed ??= day
          summary.rowsWritten += done.rowsWritten
          if (done.broken !== undefined) noteBroken(day, done.broken)
        })
        after = day
      }
      more = dirty.more
    }
  }

  function noteBroken(day: string, broken: readonly BrokenVersion[]): void {
    summary.quarantinedDays.push(day)
    const names = [...(summary.brokenVersions ?? []), ...broken.map(({ kpi }) => kpi)]
    summary.brokenVersions = [...new Set(names)].sort()
  }

  async function deliverChanges({ sinks, deliverFrom, deliverTo: to }: NightlyPlan): Promise<void> {
    const from = [deliverFrom, firstRecomputed && dayBefore(firstRecomputed)]
      .filter((day) => day !== null)
      .sort()[0]
    if (from === undefined) return
    for (const sink of sinks) {
      tell('delivering', sink, sinks.length)
      await orNote(`delivery to ${sink}`, async () => {
        const done = await executeChild(deliver, {
          workflowId: `${workflowId}/deliver/${sink}`,
          args: [{ organisation, sink, from, to, runKey }],
        })
        summary.deliveries.push(done)
      })
    }
  }

  async function reconcilePeriod(period: NightlyPlan['reconcile']): Promise<void> {
    if (period === null) return
    tell('reconciling')
    await orNote('reconciliation', async () => {
      summary.reconciliation = await executeChild(reconcile, {
        workflowId: `${workflowId}/reconcile`,
        args: [{ organisation, ...period, runKey }],
      })
    })
  }

  async function closeRun(state: 'complete' | 'failed' | 'cancelled'): Promise<void> {
    const { recomputedDays: days, rowsWritten, quarantinedDays, failedSteps } = summary
    const counts = { days, rowsWritten, quarantinedDays: quarantinedDays.length }
    tellSearch({ state })
    await store.closeRun({ runKey, state, ...counts, failedSteps: failedSteps.length })
  }

  /** One sink that refuses us keeps neither the next one nor the reconciliation from its work. */
  async function orNote(step: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isCancellation(error)) throw error
      summary.failedSteps.push(`${step}: ${firstCause(error)}`)
    }
  }

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
        factsRevisions: failedRevisions(error),
        kpis: [],
        runKey,
        reason: firstCause(error),
      })
    }
  }
}

/** Several exports of a night may find the same day changed. */
function together(found: readonly DriftedDay[] = [], more: readonly DriftedDay[]): DriftedDay[] {
  const byDay = new Map(found.map((each) => [each.day, each]))
  for (const { day, changed, new: added } of more) {
    const known = byDay.get(day) ?? { changed: 0, new: 0 }
    byDay.set(day, { day, changed: known.changed + changed, new: known.new + added })
  }
  return [...byDay.values()].sort((one, other) => (one.day < other.day ? -1 : 1))
}

function agentDaysQuarantined(agentTime: ExportSummary['agentTime']): number {
  return agentTime === undefined ? 0 : agentTime.userDetails.quarantined + agentTime.schedules.quarantined
}

/** A UTC day reaches into the local date before it, in the west. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}

/** Temporal stamps what a schedule starts with the time it was scheduled for. */
function scheduledTime(): string {
  const stamped = workflowInfo().searchAttributes?.TemporalScheduledStartTime?.[0]
  const instant = stamped instanceof Date ? stamped : workflowInfo().startTime
  return instant.toISOString()
}
