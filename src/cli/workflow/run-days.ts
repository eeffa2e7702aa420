import { daysToDo, isNothingToDo } from '../../planning/plan'
import { applyPlan } from '../../store/plans/keep-plan'
import { readLastRunKey } from '../../store/runs/read-last-run-key'
import type { backfill } from '../../workflows/backfill'
import type { BackfillInput } from '../../workflows/backfill-input'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import { confirm } from './confirm'
import { daysInInput } from './days-in-input'
import type { DaysOrder } from './days-order'
import { followDays, sayDetachedEvents, sayHowToGoOn } from './follow-days'
import { concludeWithoutWork } from './nothing-to-do'
import type { KeptDaysPlan } from './plan-days'
import { refuseOtherTerms } from './refuse-other-terms'
import { seenInTemporal } from './seen-in-temporal'
import { isUnderWay, startOrJoin } from './start'
import { startedWith } from './started-with'

/** Days per run of the workflow: its history then stays far below what Temporal warns of. */
const daysPerRun = 60

/** More than this is asked about first. */
const large = { days: 62, subjects: 500_000, minutes: 30 }

/** Starts (or joins) the work on a range of days, follows it and says how it ended. Where there is none, it starts nothing. */
export async function runDays(
  context: CommandContext,
  session: WorkflowSession,
  order: DaysOrder,
  { planKey, plan }: KeptDaysPlan,
): Promise<ExitCode> {
  const { screen } = context
  const { settings, organisation } = session
  const { estimate } = plan
  const joins = await isUnderWay(session, order.workflowId)
  if (joins) refuseOtherTerms(order, await startedWith<BackfillInput>(session, order.workflowId))
  if (isNothingToDo(plan) && !joins) return concludeWithoutWork(context, session, order, plan)
  const isLarge =
    daysToDo(plan).length > large.days ||
    estimate.subjectsToReplay > large.subjects ||
    estimate.minutes > large.minutes
  if (isLarge && !order.yes && !(await confirm(context, 'This is a lot. Go on?'))) {
    screen.say('Nothing was started.')
    return exitCodes.ok
  }
  const { kpis, export: exports, force } = order.input
  const { pool } = session.store
  const afterRun = await readLastRunKey(pool)
  const days = daysInInput(order, plan)
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
        ...(days && { days: [...days] }),
        ...order.run,
      },
    ],
    ...seenInTemporal({ ...order, days }, plan),
    searchedBy: { kpis, first: order.range.first, last: order.range.last },
  })
  // Whoever joins sees the rest of a plan that was applied before.
  if (!joins) await applyPlan(pool, planKey, { workflowId: order.workflowId, afterRun, at: Date.now() })
  if (order.detach) {
    if (order.output === 'jsonl') sayDetachedEvents(context, order, plan)
    sayHowToGoOn(
      context,
      order,
      'It goes on by itself where a worker runs (`retally worker`, `retally dev`).',
    )
    return exitCodes.ok
  }
  return followDays(context, session, order, handle, plan)
}
