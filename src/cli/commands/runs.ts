import { type Command, Option } from 'commander'
import { accountReport } from '../../reports/account-report'
import type { Column } from '../../reports/column'
import { didInWords } from '../../reports/did-in-words'
import { durationLabel } from '../../reports/duration-label'
import type { Format } from '../../reports/format'
import { utcMinute } from '../../reports/local-label'
import { missing } from '../../reports/number-format'
import type { TableOptions } from '../../reports/table'
import { type RunRecord, readRuns } from '../../store/runs/read-runs'
import { type RunKind, runKinds } from '../../store/runs/run-kind'
import { formatInstant } from '../../time/instant'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { limitOption } from '../options/limit'
import { type OutputOptions, outputOption } from '../options/output'
import { withStore } from '../session'
import { listColumn } from '../workflow/days-report'

/** What ran, when, with which code and time-zone rules, and how it ended. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('runs'), [
      'retally runs',
      'retally runs --kind nightly --limit 7',
      'retally runs -o json | jq .[0].receipt',
      'retally runs --kind backfill -o json | jq .[0].took',
    ])
      .description(
        'Exports, recomputes, backfills, nights, deliveries and reconciliations, the newest first: when, by which code and\n' +
          'time-zone rules, and how each ended. Other formats than a table have the receipt, what went in and came out, and under\n' +
          '`took` the days, requests, conversations, rows, bytes on disk and milliseconds as numbers.',
      )
      .addOption(new Option('--kind <kind>', 'only runs of this kind').choices(runKinds))
      .addOption(limitOption(20))
      .addOption(outputOption())
      .action(({ kind, limit, output }: OutputOptions & { kind?: RunKind; limit: number }) =>
        run((context) =>
          withStore(context, async ({ store }) => {
            const runs = await readRuns(store.pool, kind === undefined ? { limit } : { limit, kind })
            context.screen.data(runsReport(runs, output, context.screen.dataStyle))
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
  {
    key: 'did',
    title: 'Did',
    shows: 'text',
    value: didInWords,
    shown: (run) => didInWords(run) ?? missing,
  },
  { key: 'codeVersion', title: 'Code', shows: 'text', value: (run) => run.codeVersion },
  { key: 'tzRelease', title: 'tz', shows: 'text', value: (run) => run.tzRelease },
  { key: 'workflowId', title: 'Workflow', shows: 'text', value: (run) => run.workflowId },
]

/** A receipt, what went in and came out, and what a run took are objects in JSON and their texts in CSV; a table tells the second in words. */
function runsReport(runs: readonly RunRecord[], output: Format, style: TableOptions): string {
  const moreColumns = [skippedColumn, tookText, receiptText]
  const inJson = ({ took, receipt }: RunRecord) => ({ took, receipt })
  return accountReport(runs, { columns, moreColumns, inJson }, output, style)
}

const skippedColumn = listColumn<RunRecord>('skippedDays', 'Left out', ({ skippedDays }) => skippedDays)

const tookText: Column<RunRecord> = {
  key: 'took',
  title: 'Took in all',
  shows: 'text',
  value: ({ took }) => (took === null ? null : JSON.stringify(took)),
}

const receiptText: Column<RunRecord> = {
  key: 'receipt',
  title: 'Receipt',
  shows: 'text',
  value: ({ receipt }) => (receipt === null ? null : JSON.stringify(receipt)),
}
