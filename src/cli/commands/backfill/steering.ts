import {
  type Client,
  isGrpcDeadlineError,
  type WorkflowHandle,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import type { Command } from 'commander'
import { RetryableError, UsageError } from '../../../errors'
import type { Column } from '../../../reports/column'
import { type Format, render } from '../../../reports/format'
import { spanList } from '../../../reports/gaps-report'
import { spansOf } from '../../../time/day-span'
import type { AfterLeavingOut, BackfillProgress, BackfillTuning } from '../../../workflows/backfill-progress'
import type { CommandContext, RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { priorityOption, wholeNumber } from '../../options/limit'
import { type OutputOptions, outputOption } from '../../options/output'
import { readDay } from '../../options/range'
import { type WorkflowSession, withWorkflows } from '../../session'
import { listColumn } from '../../workflow/days-report'
import { castWorkflowError } from '../../workflow/failure'

type PlainVerb = 'pause' | 'resume' | 'cancel' | 'status'

/** What is asked of the workflow. */
type Ask = (handle: WorkflowHandle) => Promise<BackfillProgress>

const plainly =
  (verb: PlainVerb): Ask =>
  (handle) =>
    verb === 'status'
      ? handle.query<BackfillProgress, []>('progress')
      : handle.executeUpdate<BackfillProgress, []>(verb)

const meanings: Record<PlainVerb, string> = {
  pause: 'Begins no further day until it is resumed; days under way finish.',
  resume: 'Goes on with the next day.',
  cancel: 'Begins no further day and ends; days under way finish, and what was computed stays.',
  status: 'How far it is.',
}

/** `backfill pause|resume|cancel|status|skip|tune ID`; also for what `export` and `recompute` started. */
export function registerBackfillSteering(backfill: Command, run: RunCommand): void {
  for (const verb of Object.keys(meanings) as PlainVerb[]) {
    showExamples(backfill.command(`${verb} <workflow-id>`), [
      `retally backfill ${verb} backfill/acme/service-level@1/2025-11-01_2026-10-31`,
      `retally backfill ${verb} export/acme/2026-10-20_2026-10-26`,
    ])
      .description(meanings[verb])
      .addOption(outputOption())
      .action((workflowId: string, _options: unknown, self: Command) =>
        // Its parent has an `--output` as well, and takes it first.
        run((context) =>
          withWorkflows(context, (session) =>
            steer(context, session, plainly(verb), workflowId, self.optsWithGlobals<OutputOptions>().output),
          ),
        ),
      )
  }
  registerSkip(backfill, run)
  registerTune(backfill, run)
}

function registerSkip(backfill: Command, run: RunCommand): void {
  showExamples(backfill.command('skip <workflow-id> <days...>'), [
    'retally backfill skip backfill/acme/service-level@1/2025-11-01_2026-10-31 2026-03-29',
  ])
    .description(
      'Leaves these UTC days out of this run. A day that is under way is finished; of days that were begun before it says so, with 1.',
    )
    .addOption(outputOption())
    .action((workflowId: string, days: string[], _options: unknown, self: Command) =>
      run((context) => {
        const left = days.map((day) => readDay(day))
        const { output } = self.optsWithGlobals<OutputOptions>()
        return withWorkflows(context, (session) => leaveOut(context, session, left, workflowId, output))
      }),
    )
}

async function leaveOut(
  context: CommandContext,
  session: WorkflowSession,
  days: string[],
  workflowId: string,
  output: Format,
): Promise<ExitCode> {
  const { screen } = context
  let answer: AfterLeavingOut | undefined
  const asked: Ask = async (handle) => {
    answer = await handle.executeUpdate<AfterLeavingOut, [string[]]>('skip', { args: [days] })
    return answer
  }
  const exitCode = await steer(context, session, asked, workflowId, output)
  const { begun = [], notAskedFor = [] } = answer ?? {}
  if (begun.length > 0) screen.say(`Not left out, since begun before: ${spanList(spansOf(begun))}.`)
  if (notAskedFor.length > 0) {
    screen.say(
      `Not among the days of this run: ${spanList(spansOf(notAskedFor))}. What its exports touch there is left out.`,
    )
  }
  return exitCode === exitCodes.ok && begun.length > 0 ? exitCodes.partialFailure : exitCode
}

function registerTune(backfill: Command, run: RunCommand): void {
  showExamples(backfill.command('tune <workflow-id>'), [
    'retally backfill tune backfill/acme/service-level@1/2025-11-01_2026-10-31 --window 4 --priority 3',
  ])
    .description(
      'Changes how many days are under way side by side, and how urgent they are, from the next day on.',
    )
    .option('--window <number>', 'days under way side by side', wholeNumber)
    .addOption(priorityOption())
    .addOption(outputOption())
    .action((workflowId: string, _options: unknown, self: Command) =>
      run((context) => {
        // Its parent has a `--window` and a `--priority` as well, and takes them first.
        const { window, priority, output } = self.optsWithGlobals<OutputOptions & BackfillTuning>()
        const tuning = {
          ...(window !== undefined && { window }),
          ...(priority !== undefined && { priority }),
        }
        if (Object.keys(tuning).length === 0) {
          throw new UsageError('Nothing was said that could be changed.', {
            code: 'usage.nothing-to-tune',
            advice: 'Give --window, --priority or both.',
          })
        }
        const asked: Ask = (handle) =>
          handle.executeUpdate<BackfillProgress, [BackfillTuning]>('tune', { args: [tuning] })
        return withWorkflows(context, (session) => steer(context, session, asked, workflowId, output))
      }),
    )
}

async function steer(
  { screen, interrupted }: CommandContext,
  { temporal }: WorkflowSession,
  ask: Ask,
  workflowId: string,
  output: Format,
): Promise<ExitCode> {
  try {
    const handle = temporal.workflow.getHandle(workflowId)
    const progress = await temporal.withAbortSignal(interrupted, () =>
      temporal.withDeadline(Date.now() + answerWithinMs, () => ask(handle)),
    )
    const shown = output === 'table' ? columns : [...columns, daysQuarantined]
    screen.data(render([progress], shown, output, screen.dataStyle))
    if (progress.firstFailure !== null) screen.say(`first reason: ${progress.firstFailure}`)
    return exitCodes.ok
  } catch (error) {
    if (interrupted.aborted) return exitCodes.interrupted
    if (isGrpcDeadlineError(error) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
      throw unanswered(workflowId)
    // Temporal calls a workflow that is over unknown when it is to be changed.
    if (error instanceof WorkflowNotFoundError) await refuseEnded(temporal, workflowId)
    throw castWorkflowError(error, workflowId)
  }
}

/** A worker answers within a second; without one Temporal would wait for hours. */
const answerWithinMs = 15_000

function unanswered(workflowId: string): RetryableError {
  return new RetryableError(`Nobody answered for ${workflowId}: no worker seems to serve its task queue.`, {
    code: 'workflow.unserved',
    fields: { workflowId },
    advice: 'Start one with `retally worker`, then ask again.',
  })
}

/** @throws UsageError for a workflow that is there and is over */
async function refuseEnded(temporal: Client, workflowId: string): Promise<void> {
  const description = await temporal.workflow
    .getHandle(workflowId)
    .describe()
    .catch(() => null)
  if (description === null) return
  const { name } = description.status
  throw new UsageError(`${workflowId} is over (${name.toLowerCase()}): there is nothing left to steer.`, {
    code: 'workflow.over',
    fields: { workflowId },
    advice: `See how it ended: retally backfill status ${workflowId}`,
  })
}

const columns: readonly Column<BackfillProgress>[] = [
  { key: 'state', title: 'State', shows: 'text', value: (each) => each.state },
  { key: 'daysDone', title: 'Days done', shows: 'count', value: (each) => each.daysDone },
  { key: 'daysTotal', title: 'of', shows: 'count', value: (each) => each.daysTotal },
  { key: 'conversations', title: 'Fetched', shows: 'count', value: (each) => each.conversations },
  { key: 'rowsWritten', title: 'Rows written', shows: 'count', value: (each) => each.rowsWritten },
  listColumn('quarantinedDays', 'Quarantined', (each) => each.quarantinedDays),
  listColumn('skippedDays', 'Left out', (each) => each.skippedDays ?? []),
]

/** The list's length, for machines: a table shows the days themselves. */
const daysQuarantined: Column<BackfillProgress> = {
  key: 'daysQuarantined',
  title: 'Days quarantined',
  shows: 'count',
  value: (each) => each.quarantinedDays.length,
}
