import type { Column } from '../../reports/column'
import { durationLabel } from '../../reports/duration-label'
import { type Format, render } from '../../reports/format'
import { progressLine } from '../../reports/progress'
import type { BackfillInput, BackfillProgress, backfill } from '../../workflows/backfill'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { DayRange } from '../options/range'
import type { Session, WorkflowSession } from '../session'
import { confirm } from './confirm'
import { type DaysPlan, daysNotComplete, planDays } from './days-plan'
import { follow } from './follow'
import { startOrJoin } from './start'

/** What a command wants done to a range of days: `export`, `recompute` and `backfill` are three faces of one workflow. */
export interface DaysOrder {
  /** A verb for people: `export`. */
  verb: 'export' | 'recompute' | 'backfill'
  workflowId: string
  range: DayRange
  input: Pick<BackfillInput, 'kpis' | 'export' | 'order' | 'force'> & { window?: number | undefined }
  detach: boolean
  yes: boolean
  output: Format
}

/** Days per run of the workflow: its history then stays far below what Temporal warns of. */
const daysPerRun = 60

/** More than this is asked about first. */
const large = { days: 62, conversations: 500_000, minutes: 30 }

/** Says what would be done, in days, conversations and the platform's requests. */
export async function previewDays(
  { screen }: CommandContext,
  session: Session,
  order: DaysOrder,
): Promise<DaysPlan> {
  const { settings, organisation, store } = session
  const plan = await planDays(store.pool, order.range, {
    organisation,
    export: order.input.export,
    platform: settings.platform,
  })
  const { bold } = screen.colors
  screen.say(`${bold(order.verb)} ${plan.first} to ${plan.last}: ${plan.days} UTC days`)
  if (order.input.export !== 'none') {
    const about = plan.guessed ? 'about ' : ''
    screen.say(
      `  fetch ${plan.daysToExport} days (${plan.days - plan.daysToExport} are complete already): ` +
        `${about}${plan.requests} requests, ${durationLabel(plan.minutes * 60_000)} at the configured budget`,
    )
  }
  if (order.input.kpis.length > 0) {
    screen.say(`  compute ${order.input.kpis.join(', ')}`)
    screen.say(`  from ${plan.conversations} archived conversations on ${plan.daysWithConversations} days`)
  }
  return plan
}

/** Starts (or joins) the work on a range of days, follows it and says how it ended. */
export async function runDays(
  context: CommandContext,
  session: WorkflowSession,
  order: DaysOrder,
  plan: DaysPlan,
): Promise<ExitCode> {
  const { screen } = context
  const { settings, organisation } = session
  const isLarge =
    Math.max(plan.daysToExport, plan.daysWithConversations) > large.days ||
    plan.conversations > large.conversations ||
    plan.minutes > large.minutes
  if (isLarge && !order.yes && !(await confirm(context, 'This is a lot. Go on?'))) {
    screen.say('Nothing was started.')
    return exitCodes.ok
  }
  const { kpis, export: exports, force } = order.input
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
      },
    ],
  })
  if (order.detach) {
    sayHowToGoOn(
      context,
      order,
      'It goes on by itself where a worker runs (`retally worker`, `retally dev`).',
    )
    return exitCodes.ok
  }
  const startedAt = Date.now()
  const followed = await follow(context, handle, async () =>
    backfillLine(order, await handle.query<BackfillProgress, []>('progress'), startedAt),
  )
  if (followed.state === 'detached') {
    sayHowToGoOn(context, order, 'Detached; what was started goes on where a worker runs.')
    return exitCodes.interrupted
  }
  return conclude(context, session, order, followed.result)
}

function backfillLine(order: DaysOrder, progress: BackfillProgress, startedAt: number): string {
  const line = progressLine(
    {
      label: `${order.verb} ${order.range.first} to ${order.range.last}`,
      unit: 'days',
      done: progress.daysDone,
      // Until it has looked at the days, it says 0.
      total: progress.daysTotal === 0 ? null : progress.daysTotal,
      doneAtStart: 0,
      startedAt,
    },
    Date.now(),
  )
  const notes = [
    progress.state === 'running' ? '' : `, ${progress.state}`,
    progress.conversations > 0 ? `, ${progress.conversations} conversations` : '',
    progress.rowsWritten > 0 ? `, ${progress.rowsWritten} rows` : '',
    progress.quarantinedDays.length > 0 ? `, ${progress.quarantinedDays.length} in quarantine` : '',
  ]
  return line + notes.join('')
}

function sayHowToGoOn({ screen }: CommandContext, { workflowId }: DaysOrder, sentence: string): void {
  screen.say(sentence)
  screen.say('  follow  the same command again')
  screen.say(`  status  retally backfill status ${workflowId}`)
  screen.say(`  cancel  retally backfill cancel ${workflowId}`)
}

async function conclude(
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
