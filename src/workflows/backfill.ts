import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  executeChild,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { ExportSummary } from '../activities/export-summary'
import type { BackfillDay } from '../activities/list-backfill-days'
import { platformActivities, storeActivities } from './activity-proxies'
import { closingOnFailure } from './closing-on-failure'
import { exportDay } from './export-day'
import { failedRevisions, failedStep, firstCause } from './first-cause'
import { recomputeDay } from './recompute-day'
import { type SlidingWindow, slideOver } from './sliding-window'

export interface BackfillInput {
  organisation: string
  /** `name@version`; empty: nothing is computed (an export of a range is a backfill that computes nothing). */
  kpis: string[]
  /** UTC days of conversation start, both inclusive. */
  from: string
  to: string
  /** `missing`: days never completely exported are exported first; `again`: all of them are. */
  export: 'none' | 'missing' | 'again'
  order: 'oldest-first' | 'newest-first'
  /** Days under way side by side. */
  window: number
  force: boolean
  /** Days per run of the workflow, so that its history stays short; then it continues as new. */
  daysPerRun: number
  /** Carried from run to run; absent at the start. */
  carried?: BackfillProgress & { after: string | null }
}

export interface BackfillProgress {
  runKey: number
  state: 'running' | 'paused' | 'cancelling' | 'cancelled' | 'complete'
  daysTotal: number
  daysDone: number
  conversations: number
  /** Conversations of the exports that went to quarantine; absent from runs that began before it was told. */
  quarantined?: number
  /** Agents' days brought, where the settings want them. */
  agentDays?: number
  /** Their records that went to quarantine. */
  agentDaysQuarantined?: number
  /** Why agents' time could not be read, or not all of it: the first reason. */
  agentTimeUnavailable?: string
  rowsWritten: number
  rowsDeleted: number
  quarantinedDays: string[]
  /** The first failure, for people: one sentence. */
  firstFailure: string | null
}

export const pauseBackfill = defineUpdate<BackfillProgress>('pause')
export const resumeBackfill = defineUpdate<BackfillProgress>('resume')
export const cancelBackfill = defineUpdate<BackfillProgress>('cancel')
export const backfillProgress = defineQuery<BackfillProgress>('progress')

/** A backfill waits for the night's work; 3 is what everything else has. */
const afterTheNight = { priorityKey: 4 }

/** More quarantined days than this and something is wrong with us, not with the days. */
const quarantineLimit = 50

/**
 * Walks a range of days with a sliding window of children. A day that cannot be computed is put in
 * quarantine with its reason and the rest goes on. Pause, resume and cancel are updates: the caller
 * learns that they took; days under way always finish.
 */
export async function backfill(input: BackfillInput): Promise<BackfillProgress> {
  const { organisation, kpis } = input
  const { workflowId } = workflowInfo()
  const store = storeActivities()
  const { after: startAfter, ...progress } = input.carried ?? atTheStart()
  let after = startAfter
  /** Exports of this run of the workflow; what they touched is swept before it ends. */
  const exportKeys: number[] = []
  // A cancel that came while the run before this one was ending is carried like everything else.
  let cancelling = progress.state === 'cancelling'

  setHandler(backfillProgress, () => progress)
  setHandler(pauseBackfill, () => announce(cancelling ? 'cancelling' : 'paused'))
  setHandler(resumeBackfill, () => announce(cancelling ? 'cancelling' : 'running'))
  setHandler(cancelBackfill, () => {
    cancelling = true
    return announce('cancelling')
  })
  const window: SlidingWindow = {
    width: input.window,
    mayStart: () => progress.state === 'running',
    isOver: () => cancelling,
  }

  const isOver = await closingOnFailure(walk, closeRun)
  if (!isOver) await continueAsNew<typeof backfill>({ ...input, carried: { ...progress, after } })
  await closeRun(progress.state)
  return progress

  /** Walks the days of this run; false when days are left for the next one. */
  async function walk(): Promise<boolean> {
    if (input.carried === undefined) await begin()
    const { order, daysPerRun: limit } = input
    const range = { from: input.from, to: input.to, export: input.export, order, after, limit }
    const page = await store.listBackfillDays({ organisation, ...range })
    progress.daysTotal = progress.daysDone + page.remaining

    await slideOver(page.days, window, async (day) => {
      after = day.day
      await orQuarantine(day.day, () => bringHome(day))
    })
    if (exportKeys.length > 0 && kpis.length > 0 && !cancelling) await sweepTouchedDays()
    const isOver = cancelling || page.remaining <= page.days.length
    await condition(allHandlersFinished)
    if (isOver) announce(cancelling ? 'cancelled' : 'complete')
    return isOver
  }

  async function closeRun(state: BackfillProgress['state'] | 'failed'): Promise<void> {
    const { runKey, daysDone: days, rowsWritten, quarantinedDays } = progress
    const counts = { days, rowsWritten, quarantinedDays: quarantinedDays.length, failedSteps: 0 }
    await store.closeRun({ runKey, state, ...counts })
  }

  async function begin(): Promise<void> {
    progress.runKey = (await store.openRun({ kind: 'backfill', workflowId })).runKey
    if (input.export === 'none') return
    // Zones and names first: a replay without them would set observations aside that it need not.
    const at = workflowInfo().runStartTime.toISOString()
    await platformActivities().refreshReference({ at, runKey: progress.runKey })
  }

  async function bringHome({ day, exported }: BackfillDay): Promise<void> {
    if (input.export === 'again' || (input.export === 'missing' && !exported)) {
      const summary = await executeChild(exportDay, {
        priority: afterTheNight,
        workflowId: `${workflowId}/export/${day}`,
        args: [{ organisation, day, rule: 'job-activity', request: `run ${progress.runKey}` }],
      })
      progress.conversations += summary.conversations
      progress.quarantined = (progress.quarantined ?? 0) + summary.quarantined
      if (summary.agentTime !== undefined) noteAgentTime(progress, summary.agentTime)
      exportKeys.push(summary.exportKey)
    }
    if (kpis.length > 0) await compute(day)
  }

  async function compute(day: string): Promise<void> {
    const { runKey } = progress
    const summary = await executeChild(recomputeDay, {
      priority: afterTheNight,
      workflowId: `${workflowId}/recompute/${day}`,
      args: [{ organisation, day, kpis, runKey, force: input.force }],
    })
    progress.rowsWritten += summary.rowsWritten
    progress.rowsDeleted += summary.rowsDeleted
  }

  /** Exports by activity also bring conversations begun on other days: those days are behind now. */
  async function sweepTouchedDays(): Promise<void> {
    const days = await store.listTouchedDays({ exportKeys, kpis })
    progress.daysTotal += days.length
    await slideOver(days, window, (day) => orQuarantine(day, () => compute(day)))
  }

  async function orQuarantine(day: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isCancellation(error)) throw error
      const reason = firstCause(error)
      progress.firstFailure ??= `${day}: ${reason}`
      progress.quarantinedDays.push(day)
      await store.quarantineDay({
        organisation,
        day,
        during: failedStep(error),
        factsRevisions: failedRevisions(error),
        kpis,
        runKey: progress.runKey,
        reason,
      })
      if (progress.quarantinedDays.length > quarantineLimit)
        throw tooManyQuarantinedDays(progress.firstFailure)
    }
    progress.daysDone += 1
    announce(progress.state)
  }

  function announce(state: BackfillProgress['state']): BackfillProgress {
    progress.state = state
    const { daysDone, daysTotal, rowsWritten, firstFailure } = progress
    const failure = firstFailure === null ? '' : `\n\nfirst failure: ${firstFailure}`
    setCurrentDetails(
      `**${state}** · ${daysDone} of ${daysTotal} days · ${rowsWritten} rows written${failure}`,
    )
    return progress
  }
}

function noteAgentTime(
  progress: BackfillProgress,
  { userDetails, schedules }: NonNullable<ExportSummary['agentTime']>,
): void {
  const quarantined = userDetails.quarantined + schedules.quarantined
  progress.agentDays = (progress.agentDays ?? 0) + userDetails.agents
  progress.agentDaysQuarantined = (progress.agentDaysQuarantined ?? 0) + quarantined
  const unavailable = progress.agentTimeUnavailable ?? userDetails.unavailable ?? schedules.unavailable
  if (unavailable !== null) progress.agentTimeUnavailable = unavailable
}

function atTheStart(): BackfillProgress & { after: string | null } {
  return {
    runKey: 0,
    state: 'running',
    daysTotal: 0,
    daysDone: 0,
    conversations: 0,
    rowsWritten: 0,
    rowsDeleted: 0,
    quarantinedDays: [],
    firstFailure: null,
    after: null,
  }
}

function tooManyQuarantinedDays(firstFailure: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'backfill.too-many-quarantined-days',
    nonRetryable: true,
    message: `More than ${quarantineLimit} days could not be computed; the first: ${firstFailure}`,
  })
}
