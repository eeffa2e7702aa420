import type { ExportSummary } from '../../activities/export-summary'
import type { SelectionRule } from '../../genesys/selection-rule'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { formatInstant } from '../../time/instant'
import { eachDate, nextDate } from '../../time/local-date'
import type { exportDay } from '../../workflows/export-day'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import type { DaysOrder } from './days-order'
import { follow, sayDetached } from './follow'
import { startOrJoin } from './start'

/**
 * Exports days one by one under another rule than the days' complete export. Whatever such a pull vouches for, it does
 * so under its own rule: it is kept apart from that export, and made as often as somebody asks.
 */
export async function exportEachDay(
  context: CommandContext,
  session: WorkflowSession,
  order: Pick<DaysOrder, 'range' | 'waiting' | 'output'> & { rule: SelectionRule },
): Promise<ExitCode> {
  const { screen } = context
  const summaries: ExportSummary[] = []
  for (const day of eachDate(order.range.first, nextDate(order.range.last))) {
    const handle = await startOrJoin<typeof exportDay>(context, session, {
      type: 'exportDay',
      workflowId: `export/${session.organisation}/${day}/${order.rule}`,
      args: [
        { organisation: session.organisation, day, rule: order.rule, request: formatInstant(Date.now()) },
      ],
      summary: `export ${day}, ${order.rule}`,
      searchedBy: { first: day, last: day },
    })
    const followed = await follow(context, handle)
    if (followed.state === 'detached') {
      sayDetached(context, handle.workflowId)
      return exitCodes.interrupted
    }
    summaries.push(followed.result)
  }
  screen.data(render(summaries, columns, order.output, screen.dataStyle))
  if (summaries.some(({ quarantined }) => quarantined > 0)) return exitCodes.partialFailure
  return order.waiting.length > 0 ? exitCodes.retryLater : exitCodes.ok
}

const columns: readonly Column<ExportSummary>[] = [
  { key: 'day', title: 'Day', shows: 'text', value: (each) => each.day },
  { key: 'conversations', title: 'Conversations', shows: 'count', value: (each) => each.conversations },
  { key: 'changed', title: 'New or changed', shows: 'count', value: (each) => each.changed },
  { key: 'quarantined', title: 'Quarantined', shows: 'count', value: (each) => each.quarantined },
  { key: 'pages', title: 'Pages', shows: 'count', value: (each) => each.pages },
  { key: 'complete', title: 'Complete', shows: 'text', value: (each) => each.complete },
]
