import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import type { BackfillProgress } from '../../workflows/backfill'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import type { DaysOrder } from './days-order'
import { daysNotComplete } from './days-plan'

/** Says how the work on a range of days ended: what was done, what is in quarantine, what has to wait. */
export async function concludeDays(
  { screen }: CommandContext,
  { store, organisation }: WorkflowSession,
  order: DaysOrder,
  progress: BackfillProgress,
): Promise<ExitCode> {
  const { first, last } = order.range
  const exported = order.input.export !== 'none'
  const notComplete = exported ? await daysNotComplete(store.pool, { organisation, first, last }) : []
  const waitingDays = notComplete.filter((day) => !progress.quarantinedDays.includes(day))
  screen.data(
    render(
      [{ ...progress, workflowId: order.workflowId, waitingDays }],
      outcomeColumns,
      order.output,
      screen.dataStyle,
    ),
  )
  for (const day of progress.quarantinedDays) screen.say(`${screen.colors.red('quarantine')} ${day}`)
  if (progress.firstFailure !== null)
    screen.say(`${screen.colors.bold('first reason')} ${progress.firstFailure}`)
  if (waitingDays.length > 0 && progress.state === 'complete') {
    screen.say(
      `${waitingDays.join(', ')}: the platform has not finished ${waitingDays.length === 1 ? 'this day' : 'these days'} yet. What it had is stored; give the same command later.`,
    )
  }
  if (order.verb === 'export' && progress.conversations > 0) {
    screen.say(
      'Next: `retally recompute` computes every day whose facts changed, also earlier days of conversations that went on.',
    )
  }
  if (progress.quarantinedDays.length > 0) return exitCodes.partialFailure
  return waitingDays.length > 0 && progress.state === 'complete' ? exitCodes.retryLater : exitCodes.ok
}

type Outcome = BackfillProgress & { workflowId: string; waitingDays: string[] }

const outcomeColumns: readonly Column<Outcome>[] = [
  { key: 'workflowId', title: 'Workflow', shows: 'text', value: (each) => each.workflowId },
  { key: 'state', title: 'State', shows: 'text', value: (each) => each.state },
  { key: 'run', title: 'Run', shows: 'count', value: (each) => each.runKey },
  { key: 'days', title: 'Days', shows: 'count', value: (each) => each.daysDone },
  { key: 'conversations', title: 'Fetched', shows: 'count', value: (each) => each.conversations },
  { key: 'rowsWritten', title: 'Rows written', shows: 'count', value: (each) => each.rowsWritten },
  { key: 'rowsDeleted', title: 'Rows deleted', shows: 'count', value: (each) => each.rowsDeleted },
  {
    key: 'quarantinedDays',
    title: 'Quarantined',
    shows: 'text',
    value: (each) => each.quarantinedDays.join(' '),
  },
  { key: 'waitingDays', title: 'Waiting', shows: 'text', value: (each) => each.waitingDays.join(' ') },
]
