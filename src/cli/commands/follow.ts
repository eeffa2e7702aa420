import type { WorkflowHandle } from '@temporalio/client'
import type { Command } from 'commander'
import type { DeliverySummary } from '../../activities/deliver-changes'
import type { ReconciliationSummary } from '../../activities/reconcile-interval'
import { UsageError } from '../../errors'
import type { Format } from '../../reports/format'
import { jsonDocument } from '../../reports/json'
import { readRunToFollow } from '../../store/runs/read-run-to-follow'
import type { backfill } from '../../workflows/backfill'
import type { nightly } from '../../workflows/nightly'
import type { CliCommand, CommandContext } from '../command'
import { exitCodeOfDeliveries } from '../deliver/exit-code'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { type WorkflowSession, withWorkflows } from '../session'
import { castWorkflowError } from '../workflow/failure'
import { follow, sayDetached } from '../workflow/follow'
import { followDays } from '../workflow/follow-days'
import { followNight } from '../workflow/follow-night'
import { orderOfRun } from '../workflow/order-of-run'
import { lookAtActivity } from '../workflow/pending-activity'

/** Looks at a run again that was started before: from another terminal, or after Ctrl-C. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('follow [run]'), [
      'retally follow',
      'retally follow 17',
      'retally follow backfill/acme/service-level@1/2025-11-01_2026-10-31',
      'retally follow 17 -o jsonl | jq \'select(.event == "failure")\'',
    ])
      .description(
        'Shows how far a run is until it ends, and ends as the command would have that started it: of its number or workflow\n' +
          'id (`retally runs`); without one, of the newest that is under way. One that is over is told as it ended.\n\n' +
          'Ctrl-C detaches, and the run goes on where a worker runs. Where this very command serves the queue, as on a laptop\n' +
          'without `retally dev`, what is under way is finished first; a second Ctrl-C leaves at once. Nothing that was stored\n' +
          'is lost either way.\n\n' +
          '-o jsonl writes what is known as it comes to be known, one JSON object a line (retally.progress/1): `plan`, `progress`,\n' +
          '`failure`, and at the end `end` with the exit code, or `detached`. Talk stays on standard error.',
      )
      .addOption(outputOption())
      .action((given: string | undefined, { output }: OutputOptions) =>
        run((context) =>
          withWorkflows(context, async (session) =>
            followRun(context, session, await workflowMeant(session, given), output),
          ),
        ),
      )
  },
}

/** @throws UsageError `usage.unknown-run`, `usage.nothing-under-way` */
async function workflowMeant({ store }: WorkflowSession, given: string | undefined): Promise<string> {
  const isNumber = given !== undefined && /^\d{1,9}$/.test(given)
  if (given !== undefined && !isNumber) return given
  const workflowId = await readRunToFollow(store.pool, isNumber ? Number(given) : null)
  if (workflowId !== null) return workflowId
  if (given === undefined) {
    throw new UsageError('Nothing is under way here that could be followed.', {
      code: 'usage.nothing-under-way',
      advice: 'See what ran: retally runs',
    })
  }
  throw new UsageError(`There is no run ${given}.`, {
    code: 'usage.unknown-run',
    fields: { run: given },
    advice: 'See what ran: retally runs',
  })
}

async function followRun(
  context: CommandContext,
  session: WorkflowSession,
  workflowId: string,
  output: Format,
): Promise<ExitCode> {
  const handle = session.temporal.workflow.getHandle(workflowId)
  const { type } = await handle.describe().catch((error: unknown) => {
    throw castWorkflowError(error, workflowId)
  })
  context.screen.say(context.screen.colors.dim(`Following workflow ${workflowId}`))
  if (type === 'nightly')
    return followNight(context, session, handle as WorkflowHandle<typeof nightly>, output)
  const found = type === 'backfill' ? await orderOfRun(session, workflowId, { output }) : null
  if (found !== null)
    return followDays(context, session, found.order, handle as WorkflowHandle<typeof backfill>, found.plan)
  return followPlainly(context, handle, { type, output })
}

/** A workflow of one step has nothing to ask: its step tells what it is at. */
async function followPlainly(
  context: CommandContext,
  handle: WorkflowHandle,
  { type, output }: { type: string; output: Format },
): Promise<ExitCode> {
  const { screen } = context
  const followed = await follow(context, handle, async () => {
    const activity = await lookAtActivity(handle)
    if (activity === null) return null
    const { attempt, lastFailure, heartbeat } = activity
    const before = lastFailure === null ? '' : `, attempt ${attempt}; before: ${lastFailure}`
    return `${handle.workflowId}: ${JSON.stringify(heartbeat)}${before}`
  })
  if (followed.state === 'detached') {
    sayDetached(context, handle.workflowId)
    return exitCodes.interrupted
  }
  const summary: unknown = followed.result
  if (output === 'json' || output === 'table') screen.data(jsonDocument(summary))
  else screen.data(`${JSON.stringify(summary)}\n`)
  return exitCodeOfOneStep(type, summary)
}

/** What the command would have ended with that started it. */
function exitCodeOfOneStep(type: string, summary: unknown): ExitCode {
  if (type === 'deliver') return exitCodeOfDeliveries([summary as DeliverySummary])
  const isOutside = type === 'reconcile' && (summary as ReconciliationSummary).unexplained > 0
  return isOutside ? exitCodes.outsideTolerance : exitCodes.ok
}
