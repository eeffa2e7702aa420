import { daysOf as daysOfRun } from '../../planning/estimate'
import type { Plan } from '../../planning/plan'
import { progressLine } from '../../reports/progress'
import { applyPlan } from '../../store/plans/keep-plan'
import { readRateLimitedUntil } from '../../store/rate-limited-until'
import { readLastRunKey } from '../../store/runs/read-last-run-key'
import type { backfill } from '../../workflows/backfill'
import type { BackfillProgress } from '../../workflows/backfill-progress'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import { concludeDays } from './conclude-days'
import { confirm } from './confirm'
import type { DaysOrder } from './days-order'
import { follow } from './follow'
import type { KeptDaysPlan } from './plan-days'
import { seenInTemporal } from './seen-in-temporal'
import { isUnderWay, startOrJoin } from './start'

/** Days per run of the workflow: its history then stays far below what Temporal warns of. */
const daysPerRun = 60

/** A wait for the rate limit that is shorter is the usual pace. */
const worthSayingMs = 2_000

/** More than this is asked about first. */
const large = { days: 62, subjects: 500_000, minutes: 30 }

/** Starts (or joins) the work on a range of days, follows it and says how it ended. */
export async function runDays(
  context: CommandContext,
  session: WorkflowSession,
  order: DaysOrder,
  { planKey, plan }: KeptDaysPlan,
): Promise<ExitCode> {
  const { screen } = context
  const { settings, organisation } = session
  const { estimate } = plan
  const isLarge =
    daysOf(plan) > large.days ||
    estimate.subjectsToReplay > large.subjects ||
    estimate.minutes > large.minutes
  if (isLarge && !order.yes && !(await confirm(context, 'This is a lot. Go on?'))) {
    screen.say('Nothing was started.')
    return exitCodes.ok
  }
  const { kpis, export: exports, force } = order.input
  const { pool } = session.store
  const afterRun = await readLastRunKey(pool)
  const joins = await isUnderWay(session, order.workflowId)
  const handle = await startOrJoin<typeof backfill>(context, session, {
    type: 'backfill',
    workflowId: order.workflowId,
    args: [
      {
        organisation,
        kpis,
        from: order.range.first,
        to: order.range.last,
        export: exports,
        order: order.input.order,
        window: order.input.window ?? settings.backfillWindow,
        force,
        daysPerRun,
        ...(order.days && { days: [...order.days] }),
        ...order.run,
      },
    ],
    ...seenInTemporal(order, plan),
    searchedBy: { kpis, first: order.range.first, last: order.range.last },
  })
  // Whoever joins sees the rest of a plan that was applied before.
  if (!joins) await applyPlan(pool, planKey, { workflowId: order.workflowId, afterRun, at: Date.now() })
  if (order.detach) {
    sayHowToGoOn(
      context,
      order,
      'It goes on by itself where a worker runs (`retally worker`, `retally dev`).',
    )
    return exitCodes.ok
  }
  const startedAt = Date.now()
  const followed = await follow(context, handle, async () => {
    const progress = await handle.query<BackfillProgress, []>('progress')
    const limited = order.input.export === 'none' ? null : await readRateLimitedUntil(pool, organisation)
    return backfillLine(order, progress, startedAt, limited)
  })
  if (followed.state === 'detached') {
    if (order.joinable)
      sayHowToGoOn(context, order, 'Detached; what was started goes on where a worker runs.')
    return exitCodes.interrupted
  }
  return concludeDays(context, session, order, plan, followed.result)
}

/** Days the plan fetches or computes something on. */
function daysOf({ exports, partitions }: Plan): number {
  return new Set([...exports, ...partitions].flatMap((run) => [...daysOfRun(run)])).size
}

function backfillLine(
  order: DaysOrder,
  progress: BackfillProgress,
  startedAt: number,
  limitedUntil: number | null,
): string {
  const now = Date.now()
  const isWaiting = limitedUntil !== null && limitedUntil > now + worthSayingMs
  const line = progressLine(
    {
      label: `${order.verb} ${order.range.first} to ${order.range.last}`,
      unit: 'days',
      done: progress.daysDone,
      // Until it has looked at the days, it says 0.
      total: progress.daysTotal === 0 ? null : progress.daysTotal,
      doneAtStart: 0,
      startedAt,
      ...(isWaiting && { waiting: { for: 'the rate limit', until: limitedUntil } }),
    },
    now,
  )
  const notes = [
    progress.state === 'running' ? '' : `, ${progress.state}`,
    progress.conversations > 0 ? `, ${progress.conversations} conversations` : '',
    progress.rowsWritten > 0 ? `, ${progress.rowsWritten} rows` : '',
    progress.quarantinedDays.length > 0 ? `, ${progress.quarantinedDays.length} in quarantine` : '',
    progress.firstFailure === null ? '' : `; first: ${progress.firstFailure}`,
  ]
  return line + notes.join('')
}

function sayHowToGoOn({ screen }: CommandContext, { workflowId }: DaysOrder, sentence: string): void {
  screen.say(sentence)
  screen.say('  follow  the same command again')
  screen.say(`  status  retally backfill status ${workflowId}`)
  screen.say(`  cancel  retally backfill cancel ${workflowId}`)
}
