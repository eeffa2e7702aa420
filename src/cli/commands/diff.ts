import { type Command, Option } from 'commander'
import { comparisonReport } from '../../reports/comparison/comparison-report'
import type { Format } from '../../reports/format'
import { inSnapshot } from '../../store/in-snapshot'
import { readCurrency } from '../../store/reference/read-currency'
import { readQueueNames } from '../../store/reference/read-queue-names'
import { utcZone } from '../../time/zone-name'
import type { CliCommand, CommandContext } from '../command'
import { commonDimensions } from '../diff/common-dimensions'
import { type ComparisonWanted, compareStored } from '../diff/compare-stored'
import { findSides } from '../diff/side'
import { wholeRange } from '../diff/whole-range'
import { type ExitCode, exitCodes } from '../exit-codes'
import { readDimensions } from '../options/dimensions'
import { showExamples } from '../options/examples'
import { wholeNumber } from '../options/limit'
import { addInterval, type RangeOptions, readInterval } from '../options/range'
import { readZone } from '../options/zone'
import { type Session, withStore } from '../session'

interface DiffOptions extends RangeOptions {
  output: Format
  by?: string
  zone?: string
  limit?: number
  conversations: number
  failIfDifferent?: boolean
}

/** Holds two versions of a KPI against each other: where they differ, because of which conversations, and why. */
export const command: CliCommand = {
  register(program: Command, run) {
    const diff = showExamples(program.command('diff <a> <b>'), [
      'retally diff adjusted-average-handle-time@1 adjusted-average-handle-time@2',
      'retally diff service-level@1 service-level@2 --from 2026-10-20 --to 2026-10-26 --by queue,day',
    ]).description(
      'Holds two versions of a KPI against each other as they are stored: the cells that differ, the largest first, the\n' +
        'conversations behind each, and the causes, whose shares add up to the difference.',
    )
    addInterval(diff)
      .option(
        '--by <dimensions>',
        'the cells: agent, queue, media, direction, day, interval, zone (with commas)',
      )
      .option('--zone <zone>', 'whose days are meant; without it `day` is that of each agent or queue')
      .addOption(
        new Option('--limit <number>', 'cells at most; a table shows 20 unless told').argParser(wholeNumber),
      )
      .addOption(
        new Option('--conversations <number>', 'how many are named of each cell')
          .default(3)
          .argParser(wholeNumber),
      )
      .option('--fail-if-different', 'end with 3 where anything differs')
      .addOption(
        new Option('-o, --output <format>', 'how the data are written')
          .choices(['table', 'json', 'jsonl', 'csv'])
          .default('table'),
      )
      .action((a: string, b: string, options: DiffOptions) =>
        run((context) => withStore(context, (session) => showDifference(context, session, a, b, options))),
      )
  },
}

async function showDifference(
  { screen }: CommandContext,
  { store }: Session,
  a: string,
  b: string,
  options: DiffOptions,
): Promise<ExitCode> {
  const sides = await findSides(store.pool, a, b)
  const zone = options.zone === undefined ? undefined : readZone(options.zone)
  const wanted: ComparisonWanted = {
    interval:
      options.from === undefined && options.to === undefined
        ? await wholeRange(store.pool, sides)
        : readInterval(options, zone ?? utcZone),
    by: options.by === undefined ? commonDimensions(sides) : readDimensions(options.by),
    zone,
    foremost: options.conversations,
  }
  const comparison = await inSnapshot(store, (tx) =>
    compareStored(tx, sides, wanted, (done, days) =>
      screen.progress(`comparing: ${done} of ${days} days that differ`),
    ),
  )
  const { output, limit } = options
  const queueNames = await readQueueNames(store.pool)
  const shown = {
    ...screen.dataStyle,
    limit: limit ?? (output === 'table' ? cellsOfTable : undefined),
    queueName: (id: string) => queueNames.get(id),
    currency: comparison.unit === 'money' ? await readCurrency(store.pool) : undefined,
  }
  screen.data(comparisonReport(comparison, output, shown))
  return options.failIfDifferent && comparison.whole.subjects > 0 ? exitCodes.outsideTolerance : exitCodes.ok
}

const cellsOfTable = 20
