import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  executeChild,
  isCancellation,
  patched,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import type { BackfillDay } from '../activities/list-backfill-days'
import { platformActivities, storeActivities } from './activity-proxies'
import type { BackfillInput } from './backfill-input'
import {
  atTheStart,
  type BackfillProgress,
  backfillProgress,
  cancelBackfill,
  daysLost,
  noteAgentTime,
  noteBroken,
  pauseBackfill,
  resumeBackfill,
  skipDays,
  tuneBackfill,
} from './backfill-progress'
import { closingOnFailure } from './closing-on-failure'
import { tellingHowFar } from './current-details'
import { daysToLeaveOut } from './days-to-leave-out'
import { exportDay } from './export-day'
import { failedRevisions, failedStep, firstCause, isBudgetSpent } from './first-cause'
import { recomputeDay } from './recompute-day'
import { tellSearch } from './search-attributes'
import { type SlidingWindow, slideOver } from './sliding-window'

/** A backfill waits for the night's work; 3 is what everything else has. */
const afterTheNight = 4

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
  /** What the run may take of requests or of time is used up: no further day begins. */
  let outOfRequests = false
  let outOfTime = false
  let besideTheNight = false
  let lastNoted = Promise.resolve()
  const yields = () => besideTheNight && priority().priorityKey >= afterTheNight
  const howFar = tellingHowFar(
    `${kpis.join(', ') || 'export'}, ${input.from} to ${input.to}`,
    progress,
    yields,
  )

  setHandler(backfillProgress, () => progress)
  setHandler(pauseBackfill, () => noted(announce(cancelling ? 'cancelling' : 'paused')))
  setHandler(resumeBackfill, () => noted(announce(cancelling ? 'cancelling' : 'running')))
  setHandler(cancelBackfill, () => {
    cancelling = true
    return announce('cancelling')
  })
  setHandler(skipDays, (days) => {
    const { leftOut, ...apart } = daysToLeaveOut(input, { ...progress, after }, days)
    progress.skippedDays = [...new Set([...(progress.skippedDays ?? []), ...leftOut])].sort()
    return noted({ ...announce(progress.state), ...apart })
  })
  setHandler(tuneBackfill, ({ window: width, priority: urgency }) => {
    if (width !== undefined) progress.window = width
    if (urgency !== undefined) progress.priority = urgency
    return announce(progress.state)
  })
  const window: SlidingWindow = {
    get width() {
      return yields() ? 1 : (progress.window ?? input.window)
    },
    mayStart: () => progress.state === 'running',
    isOver: () => cancelling || outOfTime || outOfRequests,
  }
  const priority = () => ({ priorityKey: progress.priority ?? input.priority ?? afterTheNight })

  const isOver = await closingOnFailure(walk, closeRun)
  if (!isOver) await continueAsNew<typeof backfill>({ ...input, carried: { ...progress, after } })
  await closeRun(progress.state)
  await condition(allHandlersFinished)
  return progress

  /** Walks the days of this run; false when days are left for the next one. */
  async function walk(): Promise<boolean> {
    if (input.carried === undefined) await begin()
    watchTheTime()
    const { order, daysPerRun: limit, only, days } = input
    const range = { from: input.from, to: input.to, export: input.export, order, after, limit }
    const page = await store.listBackfillDays({
      organisation,
      ...range,
      ...(only && { only }),
      ...(days && { days }),
    })
    progress.daysTotal = progress.daysDone + page.remaining
    besideTheNight = page.nightUnderWay ?? false

    await slideOver(page.days, window, async (day) => {
      after = day.day
      if (progress.skippedDays?.includes(day.day)) progress.daysTotal -= 1
      else await orQuarantine(day.day, () => bringHome(day))
    })
    if (exportKeys.length > 0 && kpis.length > 0 && !cancelling && !outOfTime) await sweepTouchedDays()
    const isSpent = (outOfTime || outOfRequests) && progress.daysDone < progress.daysTotal
    const isOver = cancelling || isSpent || page.remaining <= page.days.length
    await condition(allHandlersFinished)
    if (isOver) announce(cancelling ? 'cancelled' : isSpent ? 'spent' : 'complete')
    return isOver
  }

  /** From the first day on, also over runs of the workflow. */
  function watchTheTime(): void {
    const minutes = input.budget?.minutes
    if (minutes === undefined) return
    progress.stopsAt ??= new Date(Date.now() + minutes * 60_000).toISOString()
    sleep(Math.max(1, Date.parse(progress.stopsAt) - Date.now())).then(
      () => {
        outOfTime = true
      },
      () => undefined, // Cancelled with the workflow.
    )
  }

  async function closeRun(state: BackfillProgress['state'] | 'failed'): Promise<void> {
    const { runKey, daysDone: days, rowsWritten, quarantinedDays } = progress
    const counts = { days, rowsWritten, quarantinedDays: quarantinedDays.length, failedSteps: 0 }
    tellSearch({ state })
    await store.closeRun({ runKey, state, ...counts })
  }

  /**
   * Answers whoever steers once it is kept with the run, where others look for what this one will not do. One after the other, so that the
   * last word is what stands.
   */
  function noted<Answer>(answer: Answer): Answer | Promise<Answer> {
    if (!patched('keeps how it is steered')) return answer
    lastNoted = lastNoted.then(async () => {
      await condition(() => progress.runKey > 0)
      const { runKey, state, skippedDays = [] } = progress
      await store.noteSteering({ runKey, paused: state === 'paused', skippedDays })
    })
    return lastNoted.then(() => answer)
  }

  async function begin(): Promise<void> {
    const { requests } = input.budget ?? {}
    const account = { kind: 'backfill', workflowId, input, ...(requests !== undefined && { requests }) }
    progress.runKey = (await store.openRun(account)).runKey
    tellSearch({ run: progress.runKey })
    if (input.export === 'none') return
    // Zones and names first: a replay without them would set observations aside that it need not.
    const at = workflowInfo().runStartTime.toISOString()
    try {
      await platformActivities(priority()).refreshReference({ at, runKey: progress.runKey })
    } catch (error) {
      if (!noteIfSpent(error)) throw error
    }
  }

  function noteIfSpent(error: unknown): boolean {
    outOfRequests ||= isBudgetSpent(error)
    return isBudgetSpent(error)
  }

  async function bringHome({ day, exported, lastExport }: BackfillDay): Promise<void> {
    if (input.export === 'again' || (input.export === 'missing' && !exported)) {
      // Whoever else misses the day asks for the same, and the two share one export.
      const pull =
        input.export === 'again'
          ? { request: `run ${progress.runKey}` }
          : { request: `missing after ${lastExport ?? 'none'}`, missing: true as const }
      howFar.begins(day, 'exporting')
      const summary = await executeChild(exportDay, {
        priority: priority(),
        workflowId: `${workflowId}/export/${day}`,
        args: [{ organisation, day, rule: 'job-activity', ...pull, runKey: progress.runKey }],
      })
      // A pull that has the conversations already only brought agents' time.
      if (summary.exportKey !== lastExport) progress.conversations += summary.conversations
      progress.quarantined = (progress.quarantined ?? 0) + summary.quarantined
      if (summary.agentTime !== undefined) noteAgentTime(progress, summary.agentTime)
      exportKeys.push(summary.exportKey)
    }
    if (kpis.length > 0) await compute(day)
  }

  async function compute(day: string): Promise<void> {
    const { runKey } = progress
    howFar.begins(day, 'computing')
    const summary = await executeChild(recomputeDay, {
      priority: priority(),
      workflowId: `${workflowId}/recompute/${day}`,
      args: [{ organisation, day, kpis, runKey, force: input.force }],
    })
    progress.rowsWritten += summary.rowsWritten
    progress.rowsDeleted += summary.rowsDeleted
    noteBroken(progress, summary)
    if (summary.definitions.some(({ mode }) => mode === 'signed-off'))
      progress.signedOffDays = (progress.signedOffDays ?? 0) + 1
    besideTheNight = summary.nightUnderWay ?? false
  }

  /** Exports by activity also bring conversations begun on other days: those days are behind now. */
  async function sweepTouchedDays(): Promise<void> {
    const touched = await store.listTouchedDays({ exportKeys, kpis })
    const days = touched.filter((day) => !isLeftOutOfTheSweep(day))
    progress.daysTotal += days.length
    const isOver = () => cancelling || outOfTime
    const withoutRequests = {
      ...window,
      isOver,
      get width() {
        return window.width
      },
    }
    await slideOver(days, withoutRequests, async (day) => {
      if (isLeftOutOfTheSweep(day)) progress.daysTotal -= 1
      else await orQuarantine(day, () => compute(day))
    })
  }

  /** Runs that began before days were left out there as well go on as they began. */
  function isLeftOutOfTheSweep(day: string): boolean {
    return progress.skippedDays?.includes(day) === true && patched('sweeps no day that is left out')
  }

  async function orQuarantine(day: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isCancellation(error)) throw error
      if (noteIfSpent(error)) return howFar.ends(day)
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
      if (daysLost(progress) > quarantineLimit) throw tooManyQuarantinedDays(progress.firstFailure)
    }
    progress.daysDone += 1
    howFar.ends(day)
    announce(progress.state)
  }

  function announce(state: BackfillProgress['state']): BackfillProgress {
    progress.state = state
    tellSearch({ state })
    howFar.say()
    return progress
  }
}

function tooManyQuarantinedDays(firstFailure: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'backfill.too-many-quarantined-days',
    nonRetryable: true,
    message: `More than ${quarantineLimit} days could not be computed; the first: ${firstFailure}`,
  })
}
