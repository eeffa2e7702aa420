import { comparisonReports } from '../../reports/comparison/comparison-report'
import { compareAsStored } from '../diff/compare-pairs'
import { exitCodes } from '../exit-codes'
import type { DaysOrder } from '../workflow/days-order'
import { planDays } from '../workflow/plan-days'
import { runDays } from '../workflow/run-days'
import { rangeOf } from './bring-home'
import { openChapter, type Story, StoryInterrupted } from './story'

const before = 'adjusted-average-handle-time@1'
const after = 'adjusted-average-handle-time@2'

/** Backfills version 2 beside version 1, from stored facts alone, and says what moved, and why. */
export async function changeADefinition(story: Story): Promise<void> {
  const { context, session, world } = story
  const { screen } = context
  openChapter(
    story,
    'A new version beside the old one',
    'Version 1 of adjusted handle time counts excluded legs as 0 seconds, as its write-up did; version 2 leaves them out,\n' +
      'and consults too. It is replayed from stored facts: not one request goes to the platform.',
  )
  const order: DaysOrder = {
    verb: 'backfill',
    workflowId: 'demo/version-2',
    range: rangeOf(world),
    waiting: [],
    input: { kpis: [after], export: 'none', order: 'oldest-first', force: false },
    joinable: false,
    detach: false,
    yes: true,
    output: 'table',
  }
  const code = await runDays(context, session, order, await planDays(context, session, order))
  if (code === exitCodes.interrupted) throw new StoryInterrupted()

  const { from, to } = world
  const wanted = { from, to, by: 'zone,day', conversations: 0 }
  const asTheyStand = { a: undefined, b: undefined }
  const onDay = (done: number, days: number) => screen.progress(`comparing: ${done} of ${days} days`)
  const comparisons = await compareAsStored(session, [[before, after]], wanted, asTheyStand, { onDay })
  screen.data(comparisonReports(comparisons, 'table', { ...screen.dataStyle, limit: 8 }))
  screen.say(
    'The comparison is kept: `retally promote` needs it. Version 1 stays published until somebody promotes version 2.',
  )
}
