import type { Command } from 'commander'
import { UsageError } from '../../errors'
import { jsonDocument } from '../../reports/json'
import { utcLabel } from '../../reports/local-label'
import { formatInstant, InvalidInstantError, parseInstant } from '../../time/instant'
import type { NightlySummary, nightly } from '../../workflows/nightly'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { platformNeeded } from '../platform-needed'
import { type WorkflowSession, withWorkflows } from '../session'
import { follow } from '../workflow/follow'
import { startOrJoin } from '../workflow/start'

/** The night's work, now. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('nightly'), [
      'retally nightly',
      'retally nightly --at 2026-11-05T03:30Z',
      'retally schedule create',
    ])
      .description(
        'Runs the nightly work once: fetch yesterday, the look-back and every gap; compute what became dirty; deliver;\n' +
          'reconcile. Its days follow from --at, as those of a scheduled night follow from its scheduled time.',
      )
      .option('--at <instant>', 'the scheduled time it stands for; without it, this minute')
      .addOption(outputOption(['table', 'json']))
      .action(({ at, output }: OutputOptions & { at?: string }) =>
        run((context) => {
          const scheduledAt = formatInstant(at === undefined ? thisMinute() : readAt(at))
          return withWorkflows(context, (session) => runNight(context, session, scheduledAt, output))
        }),
      )
  },
}

async function runNight(
  context: CommandContext,
  session: WorkflowSession,
  scheduledAt: string,
  output: OutputOptions['output'],
): Promise<ExitCode> {
  const { screen } = context
  const { organisation } = platformNeeded(session, 'bring home')
  const handle = await startOrJoin<typeof nightly>(context, session, {
    type: 'nightly',
    workflowId: `nightly/${organisation}/${scheduledAt}`,
    args: [{ organisation, scheduledAt }],
  })
  const followed = await follow(context, handle)
  if (followed.state === 'detached') {
    screen.say(`Detached from ${handle.workflowId}, which goes on where a worker runs. The same night again:`)
    screen.say(`  retally nightly --at ${scheduledAt}`)
    return exitCodes.interrupted
  }
  const summary = followed.result
  screen.data(output === 'json' ? jsonDocument(summary) : forPeople(summary))
  const parked = summary.deliveries.some((each) => each.parked > 0)
  if (summary.quarantinedDays.length > 0 || parked) return exitCodes.partialFailure
  return (summary.reconciliation?.unexplained ?? 0) > 0 ? exitCodes.outsideTolerance : exitCodes.ok
}

function forPeople(summary: NightlySummary): string {
  const { reconciliation } = summary
  const lines = [
    `Night of ${utcLabel(parseInstant(summary.scheduledAt))}`,
    `  exported     ${summary.exportedDays.join(', ') || 'nothing was due'}`,
    ...(summary.waitingDays.length > 0
      ? [`  waiting      ${summary.waitingDays.join(', ')} (not finished by the platform)`]
      : []),
    `  recomputed   ${summary.recomputedDays} days, ${summary.rowsWritten} rows written`,
    ...(summary.quarantinedDays.length > 0 ? [`  quarantined  ${summary.quarantinedDays.join(', ')}`] : []),
    ...summary.deliveries.map(
      (each) =>
        `  delivered    ${each.sink}: ${each.accepted} accepted, ${each.equal} already there, ${each.parked} parked`,
    ),
    reconciliation === null
      ? '  reconciled   nothing'
      : `  reconciled   ${reconciliation.cells} cells, ${reconciliation.differing} differ, ${reconciliation.unexplained} unexplained`,
  ]
  return `${lines.join('\n')}\n`
}

function thisMinute(): number {
  const minuteMs = 60_000
  return Math.floor(Date.now() / minuteMs) * minuteMs
}

function readAt(text: string): number {
  try {
    return parseInstant(text)
  } catch (cause) {
    if (!(cause instanceof InvalidInstantError)) throw cause
    throw new UsageError(`--at ${JSON.stringify(text)} is not an instant.`, {
      code: 'usage.bad-instant',
      advice: 'Write it with its offset, such as 2026-11-05T03:30Z.',
      cause,
    })
  }
}
