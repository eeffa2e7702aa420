import type { Command } from 'commander'
import type { Column } from '../../reports/column'
import { durationLabel } from '../../reports/duration-label'
import { render } from '../../reports/format'
import { utcMinute } from '../../reports/local-label'
import { missing } from '../../reports/number-format'
import { type RunRecord, readRuns } from '../../store/runs/read-runs'
import { formatInstant } from '../../time/instant'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { limitOption } from '../options/limit'
import { type OutputOptions, outputOption } from '../options/output'
import { withStore } from '../session'

/** What ran, when, with which code and time-zone rules, and how it ended. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('runs'), [
      'retally runs',
      'retally runs --kind nightly --limit 7',
      'retally runs -o json',
    ])
      .description('Runs and their receipts, the newest first.')
      .option('--kind <kind>', 'only backfill or nightly runs')
      .addOption(limitOption(20))
      .addOption(outputOption())
      .action(({ kind, limit, output }: OutputOptions & { kind?: string; limit: number }) =>
        run((context) =>
          withStore(context, async ({ store }) => {
            const runs = await readRuns(store.pool, kind === undefined ? { limit } : { limit, kind })
            const shown = output === 'table' ? columns : [...columns, receipt]
            context.screen.data(render(runs, shown, output, context.screen.dataStyle))
            return exitCodes.ok
          }),
        ),
      )
  },
}

const columns: readonly Column<RunRecord>[] = [
  { key: 'run', title: 'Run', shows: 'count', value: (run) => run.runKey },
  { key: 'kind', title: 'Kind', shows: 'text', value: (run) => run.kind },
  { key: 'state', title: 'State', shows: 'text', value: (run) => run.state },
  {
    key: 'startedAt',
    title: 'Started',
    shows: 'text',
    value: (run) => formatInstant(run.startedAt),
    shown: (run) => utcMinute(run.startedAt),
  },
  {
    key: 'finishedAt',
    title: 'Took',
    shows: 'text',
    value: (run) => (run.finishedAt === null ? null : formatInstant(run.finishedAt)),
    shown: (run) => (run.finishedAt === null ? missing : durationLabel(run.finishedAt - run.startedAt)),
  },
  { key: 'codeVersion', title: 'Code', shows: 'text', value: (run) => run.codeVersion },
  { key: 'tzRelease', title: 'tz', shows: 'text', value: (run) => run.tzRelease },
  { key: 'workflowId', title: 'Workflow', shows: 'text', value: (run) => run.workflowId },
]

/** What went in and came out, as it was written; a table has no room for it. */
const receipt: Column<RunRecord> = {
  key: 'receipt',
  title: 'Receipt',
  shows: 'text',
  value: (run) => (run.receipt === null ? null : JSON.stringify(run.receipt)),
}
