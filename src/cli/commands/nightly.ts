import type { Command } from 'commander'
import { formatInstant } from '../../time/instant'
import type { nightly } from '../../workflows/nightly'
import type { CliCommand, CommandContext } from '../command'
import type { ExitCode } from '../exit-codes'
import { showExamples } from '../options/examples'
import { readInstant } from '../options/instant'
import { type OutputOptions, outputOption } from '../options/output'
import { platformNeeded } from '../platform-needed'
import { type WorkflowSession, withWorkflows } from '../session'
import { followNight } from '../workflow/follow-night'
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
        'Runs the nightly work once: fetch yesterday, the look-back, every gap, and once more what settled,\n' +
          'lately and long ago; compute what became dirty; deliver; reconcile. Its days follow from --at, as those of a scheduled night follow from its scheduled time.\n' +
          'Ctrl-C detaches: `retally follow` shows it again. -o jsonl tells how far it is, a line each.',
      )
      .option('--at <instant>', 'the scheduled time it stands for; without it, this minute')
      .addOption(outputOption(['table', 'json', 'jsonl']))
      .action(({ at, output }: OutputOptions & { at?: string }) =>
        run((context) => {
          const scheduledAt = formatInstant(at === undefined ? thisMinute() : readInstant('at', at))
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
  const { organisation } = platformNeeded(session, 'bring home')
  const handle = await startOrJoin<typeof nightly>(context, session, {
    type: 'nightly',
    workflowId: `nightly/${organisation}/${scheduledAt}`,
    args: [{ organisation, scheduledAt }],
    summary: `the night of ${scheduledAt}`,
  })
  return followNight(context, session, handle, output)
}

function thisMinute(): number {
  const minuteMs = 60_000
  return Math.floor(Date.now() / minuteMs) * minuteMs
}
