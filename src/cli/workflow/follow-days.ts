import type { WorkflowHandle } from '@temporalio/client'
import type { Plan } from '../../planning/plan'
import { type ProgressState, progressLine } from '../../reports/progress'
import { progressSeen } from '../../reports/progress-events'
import { readFailuresOfRun } from '../../store/archive/read-failures-of-run'
import { readRateLimitedUntil } from '../../store/rate-limited-until'
import type { Instant } from '../../time/instant'
import type { backfill } from '../../workflows/backfill'
import type { BackfillProgress } from '../../workflows/backfill-progress'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes'
import { rangeLabel } from '../options/range'
import type { WorkflowSession } from '../session'
import { concludeDays } from './conclude-days'
import type { DaysOrder } from './days-order'
import { type Events, endInFailure, eventsOf } from './events'
import { barRoom, follow } from './follow'

/** A wait for the rate limit that is shorter is the usual pace. */
const worthSayingMs = 2_000

/** Follows the work on a range of days, and says how it ended; Ctrl-C detaches. */
export async function followDays(
  context: CommandContext,
  session: WorkflowSession,
  order: DaysOrder,
  handle: WorkflowHandle<typeof backfill>,
  plan: Plan | null,
): Promise<ExitCode> {
  const { screen } = context
  const events = order.output === 'jsonl' ? eventsOf(context, order.workflowId) : null
  if (plan !== null) events?.say({ event: 'plan', plan })
  const startedAt = Date.now()
  /** Whoever joins later must not take for this minute's work what was done before. */
  let doneAtStart: number | null = null
  try {
    const followed = await follow(context, handle, async () => {
      const progress = await handle.query<BackfillProgress, []>('progress')
      doneAtStart ??= progress.daysDone
      const state = await progressState(session, order, progress, { startedAt, doneAtStart })
      await tellEvents(session, events, state, progress)
      return progressLine(state, Date.now(), barRoom(screen))
    })
    if (followed.state === 'finished') {
      await tellFailures(session, events, followed.result)
      return concludeDays(context, session, order, plan, followed.result)
    }
  } catch (error) {
    events?.say(endInFailure(error, exitCodeOf(error)))
    throw error
  }
  events?.say({ event: 'detached', follow: `retally follow ${order.workflowId}` })
  if (order.joinable) sayHowToGoOn(context, order, 'Detached; what was started goes on where a worker runs.')
  return exitCodes.interrupted
}

/** Of a run that is started and not waited for. */
export function sayDetachedEvents(context: CommandContext, { workflowId }: DaysOrder, plan: Plan): void {
  const events = eventsOf(context, workflowId)
  events.say({ event: 'plan', plan })
  events.say({ event: 'detached', follow: `retally follow ${workflowId}` })
}

/** What is left to say to whoever does not wait. */
export function sayHowToGoOn(
  { screen }: CommandContext,
  { workflowId }: Pick<DaysOrder, 'workflowId'>,
  sentence: string,
): void {
  screen.say(sentence)
  screen.say(`  follow  retally follow ${workflowId}`)
  screen.say(`  status  retally backfill status ${workflowId}`)
  screen.say(`  cancel  retally backfill cancel ${workflowId}`)
}

async function progressState(
  { store, organisation }: WorkflowSession,
  order: DaysOrder,
  progress: BackfillProgress,
  began: { startedAt: Instant; doneAtStart: number },
): Promise<ProgressState> {
  const fetches = order.input.export !== 'none'
  const limitedUntil = fetches ? await readRateLimitedUntil(store.pool, organisation) : null
  const isWaiting = limitedUntil !== null && limitedUntil > Date.now() + worthSayingMs
  const { state, daysDone, daysTotal, conversations, rowsWritten, quarantinedDays, firstFailure } = progress
  return {
    label: `${order.verb} ${rangeLabel(order.range)}`,
    unit: 'days',
    done: daysDone,
    // Until it has looked at the days, it says 0.
    total: daysTotal === 0 ? null : daysTotal,
    ...began,
    ...(isWaiting && { waiting: { for: 'the rate limit', until: limitedUntil } }),
    notes: [
      ...(state === 'running' ? [] : [state]),
      ...(conversations > 0 ? [`${conversations} conversations`] : []),
      ...(rowsWritten > 0 ? [`${rowsWritten} rows`] : []),
      ...(quarantinedDays.length > 0 ? [`${quarantinedDays.length} in quarantine`] : []),
      ...(firstFailure === null ? [] : [`first: ${firstFailure}`]),
    ],
  }
}

async function tellEvents(
  session: WorkflowSession,
  events: Events | null,
  state: ProgressState,
  progress: BackfillProgress,
): Promise<void> {
  if (events === null) return
  const { runKey: run, conversations, rowsWritten, rowsDeleted, quarantinedDays, firstFailure } = progress
  events.progress({
    ...progressSeen(state, Date.now()),
    ...{ run, state: progress.state, conversations, rowsWritten, rowsDeleted },
    ...{ daysQuarantined: quarantinedDays.length, firstFailure },
  })
  await tellFailures(session, events, progress)
}

async function tellFailures(
  { store, organisation }: WorkflowSession,
  events: Events | null,
  { runKey, quarantinedDays: days }: BackfillProgress,
): Promise<void> {
  if (events === null || days.length === 0) return
  events.failures(await readFailuresOfRun(store.pool, { organisation, runKey, days }))
}
