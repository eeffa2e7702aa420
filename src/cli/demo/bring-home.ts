import { countHoldings } from '../../store/count-holdings'
import type { DaySpan } from '../../time/day-span'
import { daysBetween } from '../../time/local-date'
import { exitCodes } from '../exit-codes'
import type { DaysOrder } from '../workflow/days-order'
import { planDays } from '../workflow/plan-days'
import { runDays } from '../workflow/run-days'
import { openChapter, type Story, StoryInterrupted, since } from './story'

/** The definitions the story begins with; version 2 of one of them comes later. */
export const firstDefinitions = [
  'adjusted-average-handle-time@1',
  'average-handle-time@1',
  'average-speed-of-answer@1',
  'service-level@1',
  'abandon-rate@1',
  'offered@1',
]

export function rangeOf({ from, to }: { from: string; to: string }): DaySpan {
  return { first: from, last: to, days: daysBetween(from, to) + 1 }
}

/** Plan first, then export and compute every day: the nightly work, for sixteen days at once. */
export async function bringHome(story: Story): Promise<void> {
  const { context, session, platform, world } = story
  const { screen } = context
  openChapter(story, 'The plan', 'What it takes, in days, requests and minutes, before anything is started.')
  const order: DaysOrder = {
    verb: 'backfill',
    workflowId: 'demo/bring-home',
    range: rangeOf(world),
    waiting: [],
    input: { kpis: firstDefinitions, export: 'missing', order: 'oldest-first', force: false },
    joinable: false,
    detach: false,
    yes: true,
    output: 'table',
  }
  const plan = await planDays(context, session, order)

  openChapter(
    story,
    'Export and compute',
    'Details jobs under the platform’s rate limit; each page is archived, folded into facts and committed with its cursor;\n' +
      'then the facts of each day are replayed through the definitions.',
  )
  const startedAt = performance.now()
  const code = await runDays(context, session, order, plan)
  if (code === exitCodes.interrupted) throw new StoryInterrupted()
  const { conversations, open, results } = await countHoldings(session.store.pool)
  screen.say(
    `${conversations} conversations (${open} still open) and ${results} result rows in ${since(startedAt)}, ` +
      `with ${await platform.requests()} requests. Days far outside the range are those of callbacks and e-mails that live on.`,
  )
}
