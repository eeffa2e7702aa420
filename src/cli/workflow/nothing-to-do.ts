import type { Plan } from '../../planning/plan'
import type { BackfillProgress } from '../../workflows/backfill-progress'
import type { CommandContext } from '../command'
import type { ExitCode } from '../exit-codes'
import type { WorkflowSession } from '../session'
import { concludeDays } from './conclude-days'
import type { DaysOrder } from './days-order'
import { eventsOf } from './events'

/** A run that there is none of: it would have walked no day. */
const noRun: BackfillProgress = {
  runKey: 0,
  state: 'complete',
  daysTotal: 0,
  daysDone: 0,
  conversations: 0,
  rowsWritten: 0,
  rowsDeleted: 0,
  quarantinedDays: [],
  firstFailure: null,
}

/** Ends what its plan leaves nothing to do of, in the shape of a run that is complete. */
export function concludeWithoutWork(
  context: CommandContext,
  session: WorkflowSession,
  order: DaysOrder,
  plan: Plan,
): Promise<ExitCode> {
  if (order.output === 'jsonl') eventsOf(context, order.workflowId).say({ event: 'plan', plan })
  context.screen.say('Nothing was started: there is nothing to do.')
  return concludeDays(context, session, order, plan, noRun)
}
