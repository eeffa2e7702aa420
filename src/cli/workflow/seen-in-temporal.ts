import type { Plan } from '../../planning/plan'
import { namesAndMore } from '../../reports/names-and-more'
import { rangeLabel } from '../options/range'
import type { DaysOrder } from './days-order'

/** Versions that a line names; of more, how many. */
const mostNamed = 3

/** What Temporal's page says of a run over days from its start on: a line for lists, and all of it in Markdown. */
export function seenInTemporal(order: DaysOrder, plan: Plan): { summary: string; details: string } {
  const { verb, range, input, run = {} } = order
  const { kpis, export: exports } = input
  const versions = kpis.length === 0 ? '' : ` ${namesAndMore(kpis, mostNamed)}`
  const { requests, minutes } = run.budget ?? {}
  const lines = [
    `**${verb}** of ${rangeLabel(range)}, ${input.order}`,
    ...(kpis.length > 0 ? [`versions: ${kpis.join(', ')}`] : []),
    ...(exports === 'none'
      ? []
      : [exports === 'again' ? 'fetches every day once more' : 'fetches what is missing']),
    ...(order.days === undefined ? [] : [`of these only: ${order.days.length} days`]),
    ...(requests === undefined ? [] : [`at most ${requests} requests`]),
    ...(minutes === undefined ? [] : [`at most ${minutes} minutes`]),
    `plan ${plan.id}`,
    `\`retally follow ${order.workflowId}\``,
  ]
  return { summary: `${verb}${versions}, ${rangeLabel(range)}`, details: lines.join('\n\n') }
}
