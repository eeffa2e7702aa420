import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { type MovedCell, movedCells } from '../../reports/moved-cells'
import { formatNumber } from '../../reports/number-format'
import { utcDayInterval } from '../../time/local-date'
import { exitCodes } from '../exit-codes'
import type { DaysOrder } from '../workflow/days-order'
import { planDays } from '../workflow/plan-days'
import { runDays } from '../workflow/run-days'
import { rangeOf } from './bring-home'
import { summaryOf } from './show-numbers'
import { openChapter, type Story, StoryInterrupted } from './story'

const before = 'adjusted-average-handle-time@1'
const after = 'adjusted-average-handle-time@2'

/** Backfills version 2 beside version 1, from stored facts alone, and shows the cells that moved. */
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

  const period = { start: utcDayInterval(world.from).start, end: utcDayInterval(world.to).end }
  const was = await summaryOf(story, before, period, ['zone', 'day'])
  const is = await summaryOf(story, after, period, ['zone', 'day'])
  const moved = movedCells(was, is, ['zone', 'day']).filter(({ place }) => place.zone !== null)
  screen.data(render(moved.slice(0, 8), columns, 'table', screen.dataStyle))
  screen.say(
    `${moved.length} cells (zone × local day) moved, the largest first. In all: ` +
      `${formatNumber(was.value, 'seconds')} s over ${was.observations} legs became ${formatNumber(is.value, 'seconds')} s over ${is.observations}. ` +
      'Version 1 stays published until somebody promotes version 2.',
  )
}

const columns: readonly Column<MovedCell>[] = [
  { key: 'zone', title: 'Zone', shows: 'text', value: ({ place }) => place.zone ?? null },
  { key: 'day', title: 'Local day', shows: 'text', value: ({ place }) => place.day ?? null },
  { key: 'before', title: 'v1 s', shows: 'seconds', value: (cell) => cell.before },
  { key: 'after', title: 'v2 s', shows: 'seconds', value: (cell) => cell.after },
  { key: 'observationsBefore', title: 'v1 legs', shows: 'count', value: (cell) => cell.observationsBefore },
  { key: 'observationsAfter', title: 'v2 legs', shows: 'count', value: (cell) => cell.observationsAfter },
]
