import type { Plan } from '../../planning/plan'
import { isDone } from '../../planning/plan-difference'
import { keepPlan } from '../../store/plans/keep-plan'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { refuseStalePlan } from '../plan/kept-plan'
import { makePlan } from '../plan/make-plan'
import { refuseRetired } from '../plan/refuse-retired'
import { planInWords } from '../plan/show-plan'
import type { Session } from '../session'
import type { DaysOrder } from './days-order'
import { planData } from './days-report'

export interface KeptDaysPlan {
  planKey: number
  plan: Plan
}

/** The first step of whatever works through days: plans it, says the plan and keeps it. Nothing was done for it. */
export async function planDays(
  context: CommandContext,
  session: Session,
  order: DaysOrder,
): Promise<KeptDaysPlan> {
  const { kpis, export: exports, force, window } = order.input
  const { first, last } = order.range
  const { days } = order
  await refuseRetired(session.store.pool, kpis)
  const wanted = { kpis, first, last, export: exports, force, ...(days && { days: [...days] }) }
  const plan = await makePlan(session, { ...wanted, waitingDays: order.waiting, window }, Date.now())
  if (order.shown !== undefined && !isDone(order.shown, plan)) refuseStalePlan(order.shown, plan)
  const planKey = await keepPlan(session.store.pool, plan)
  context.screen.say(planInWords(context, session, plan, 'talk').trimEnd())
  return { planKey, plan }
}

/** What --dry-run does: tells the plan, gives it to machines as data, and ends as the run itself would for days that have to wait. */
export async function showDaysPlan(
  context: CommandContext,
  session: Session,
  order: DaysOrder,
): Promise<ExitCode> {
  const { plan } = await planDays(context, session, order)
  const data = planData(order.workflowId, plan, order.output)
  if (data !== '') context.screen.data(data)
  return order.waiting.length > 0 ? exitCodes.retryLater : exitCodes.ok
}
