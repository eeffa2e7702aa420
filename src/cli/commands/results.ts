import type { Command } from 'commander'
import { type DatedResults, datedResultsReport } from '../../reports/dated-results-report'
import { gapLines } from '../../reports/gaps-report'
import { readQueueNames } from '../../store/reference/read-queue-names'
import { formatInstant, type Instant } from '../../time/instant'
import { utcZone } from '../../time/zone-name'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { standsWithoutCode } from '../lifecycle/version-here'
import { type AsOfOptions, asOfOption, readAsOf } from '../options/as-of'
import { readDimensions } from '../options/dimensions'
import { addDurations, type DurationOptions, readPercentiles } from '../options/durations'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { type PartsOptions, partsOption, readParts } from '../options/parts'
import { addInterval, type RangeOptions, readInterval } from '../options/range'
import { readZone } from '../options/zone'
import { type NumbersRead, readNumbers } from '../results/read-numbers'
import type { ResultsWanted } from '../results/read-results'
import { unkeptRows } from '../results/unkept-rows'
import { withWhatTheyLack } from '../results/what-numbers-lack'
import { type Session, withStore } from '../session'

interface ResultsOptions extends OutputOptions, RangeOptions, DurationOptions, PartsOptions, AsOfOptions {
  by?: string
  zone?: string
  variant?: string
}

/** Reads the numbers as they stand in the store. */
export const command: CliCommand = {
  register(program: Command, run) {
    const results = showExamples(program.command('results <kpi>'), [
      'retally results service-level --from 2026-10-20 --to 2026-10-26',
      'retally results service-level --from 2026-10-20 --to 2026-10-26 --zone Europe/London --by queue,day',
      'retally results average-handle-time@1 --from 2026-10-25T00:00Z --to 2026-10-25T06:00Z --by interval',
      'retally results adjusted-average-handle-time --from 2026-10-20 --to 2026-11-04 --by agent,day -o csv',
      'retally results service-level --from 2026-10-20 --to 2026-10-26 --by queue --variant icmi-2',
      'retally results average-handle-time --from 2026-10-20 --to 2026-10-26 --by interval --attribution clip',
      'retally results service-level --from 2026-02-01 --to 2026-02-28 --as-of 2026-03-03',
      'retally results contacts-per-hour --from 2026-10-20 --to 2026-10-26 --by agent,day',
      'retally results average-speed-of-answer --from 2026-10-20 --to 2026-10-26 --by queue --percentiles 50,90,95',
    ]).description(
      'Reads the published numbers of a KPI, of each date those of the version in force for it, or those of the version named.\n' +
        'Where several are in force, each is shown for its own dates, and nothing is added up over two of them.\n' +
        '--from and --to are days, both included, in --zone (without it in UTC); or instants on quarter hours, of which the\n' +
        'last is not included.\n\n' +
        'What the numbers lack stands below the table, under `gaps` in JSON, and on standard error for csv and jsonl:\n' +
        'days never or partly exported, days from files only, records in quarantine, days not computed or stale.',
    )
    addDurations(addInterval(results))
      .option(
        '--by <dimensions>',
        'split by agent, queue, site, media, direction, day, interval, zone (with commas)',
      )
      .option('--zone <zone>', 'whose days are meant; without it `day` is that of each agent or queue')
      .option('--variant <name>', 'another formula over the same parts, as `kpi show` lists them')
      .option(...asOfOption)
      .option(...partsOption)
      .addOption(outputOption())
      .action((reference: string, options: ResultsOptions) =>
        run((context) => {
          const by = options.by === undefined ? undefined : readDimensions(options.by)
          const zone = options.zone === undefined ? undefined : readZone(options.zone)
          const interval = readInterval(options, zone ?? utcZone)
          const { attribution, variant } = options
          const percentiles = readPercentiles(options.percentiles)
          const asKnownAt = readAsOf(options)
          return withStore(context, (session) =>
            showResults(
              context,
              session,
              reference,
              { by, zone, interval, attribution, percentiles, variant, asKnownAt },
              options,
            ),
          )
        }),
      )
  },
}

async function showResults(
  { screen }: CommandContext,
  session: Session,
  reference: string,
  wanted: ResultsWanted,
  { output, parts: named }: OutputOptions & PartsOptions,
): Promise<ExitCode> {
  const { pool } = session.store
  const { numbers, note } = await readNumbers(pool, reference, wanted)
  const summaries = numbers.map(({ summary }) => summary)
  const queueNames = await readQueueNames(pool)
  const style = {
    ...screen.dataStyle,
    by: wanted.by ?? [],
    parts: readParts(named, summaries),
    queueName: (id: string) => queueNames.get(id),
  }
  const shown: DatedResults[] = []
  for (const each of numbers) {
    const { summary, options } = await withWhatTheyLack(session, each, wanted)
    shown.push({ summary, dates: each.stretch, options: { ...style, ...options } })
  }
  screen.data(datedResultsReport(shown, output))
  const gone = new Set(numbers.flatMap(({ of }) => of.flatMap(({ stored }) => standsWithoutCode(stored))))
  for (const each of [...(note === null ? [] : [note]), ...gone]) screen.say(screen.colors.yellow(each))
  if (wanted.asKnownAt !== undefined) {
    await sayWhatPastLacks(screen, session, numbers, { ...wanted, asKnownAt: wanted.asKnownAt })
    return exitCodes.ok
  }
  if (wanted.by?.includes('day') && wanted.zone === undefined) {
    const borders = numbers.length > 1 ? ', and those where another version begins,' : ''
    screen.say(
      `Days are those of each agent or queue, the range is in UTC: the first and last day${borders} may be cut. --zone avoids it.`,
    )
  }
  if (output === 'csv' || output === 'jsonl') sayGaps(screen, shown)
  return exitCodes.ok
}

/** A table and a document hold their gaps; lines for a machine have no place for them. */
function sayGaps(screen: CommandContext['screen'], shown: readonly DatedResults[]): void {
  const lines = shown.flatMap(({ options: { gaps } }) => (gaps === undefined ? [] : gapLines(gaps)))
  for (const line of new Set(lines)) screen.say(`${screen.colors.yellow('gap')} ${line}`)
}

/** What was not kept of a moment in the past. What is provisional is told by what the archive vouches for now, also then. */
async function sayWhatPastLacks(
  screen: CommandContext['screen'],
  { store }: Session,
  numbers: readonly NumbersRead[],
  { asKnownAt: moment, interval }: ResultsWanted & { asKnownAt: Instant },
): Promise<void> {
  for (const { of, stretch } of numbers) {
    for (const which of of) {
      const lacks = await unkeptRows(store.pool, which, moment, stretch?.interval ?? interval)
      if (lacks !== null) screen.say(screen.colors.yellow(lacks))
    }
  }
  screen.say(
    `As known on ${formatInstant(moment)}; what they lack is said of the numbers as they stand, without --as-of.`,
  )
}
