import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { Session } from '../session'
import type { DaysOrder } from './days-order'
import { planReport } from './days-report'
import { previewDays } from './preview-days'

/** What --dry-run does: tells the plan, gives it to machines as data, and ends as the run itself would for days that have to wait. */
export async function showPlan(
  context: CommandContext,
  session: Session,
  order: DaysOrder,
): Promise<ExitCode> {
  const plan = await previewDays(context, session, order)
  const report = planReport(order.workflowId, plan, order.output)
  if (report !== '') context.screen.data(report)
  return order.waiting.length > 0 ? exitCodes.retryLater : exitCodes.ok
}
