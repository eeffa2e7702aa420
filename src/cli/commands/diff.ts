import { type Command, Option } from 'commander'
import type { Comparison } from '../../comparison/comparison'
import { UsageError } from '../../errors'
import { comparisonReports } from '../../reports/comparison/comparison-report'
import { comparisonPage } from '../../reports/comparison/page/page'
import type { Format } from '../../reports/format'
import { readCurrency } from '../../store/reference/read-currency'
import { readQueueNames } from '../../store/reference/read-queue-names'
import type { CliCommand, CommandContext } from '../command'
import type { SideOptions } from '../diff/accounts'
import { compareAsReplayed, compareAsStored, type WhileComparing } from '../diff/compare-pairs'
import { candidatePairs, type NamedPair, pairsNamed } from '../diff/pairs'
import type { WantedOptions } from '../diff/wanted'
import { type ExitCode, exitCodes } from '../exit-codes'
import { readAsOf } from '../options/as-of'
import { collected } from '../options/collected'
import { showExamples } from '../options/examples'
import { wholeNumber } from '../options/limit'
import { addInterval } from '../options/range'
import { addReferenceFiles, type ReferenceFileOptions, readReferenceFiles } from '../options/reference-files'
import { type Session, withStore } from '../session'

interface DiffOptions extends WantedOptions, ReferenceFileOptions {
  output: Format | 'html'
  allCandidates?: boolean
  limit?: number
  failIfDifferent?: boolean
  replay?: boolean
  paramA: string[]
  paramB: string[]
  asOf?: string
  asOfB?: string
  tzA?: string
  tzB?: string
}

/** Holds two accounts of a KPI against each other: where they differ, because of which conversations, and why. */
export const command: CliCommand = {
  register(program: Command, run) {
    const diff = showExamples(program.command('diff [kpis...]'), [
      'retally diff adjusted-average-handle-time@1 adjusted-average-handle-time@2',
      'retally diff service-level@1 service-level@2 --from 2026-10-20 --to 2026-10-26 --by queue,day',
      'retally diff service-level@1 service-level@2 -o html > diff.html',
      'retally diff --all-candidates --by site                     each candidate with what is in force',
      'retally diff service-level@2 --as-of 2026-03-03           what moved since then',
      'retally diff service-level@2 --param-b targetSeconds=30     what another target would change',
      'retally diff adjusted-average-handle-time@2 --calendar new-hours.yaml',
      'retally diff adjusted-average-handle-time@2 --tz-a node',
    ]).description(
      'Holds two versions of a KPI against each other as they are stored: the cells that differ, the largest first, the\n' +
        'conversations behind each, and the causes, whose shares add up to the difference. A version is promoted on the strength of\n' +
        'such a comparison: what it says is kept. Several pairs, one after the other, are read in one pass.\n\n' +
        'With other parameters, another tz release or files of reference tables (which are those of B), and with --replay, both\n' +
        'sides are replayed from stored facts instead, without writing anything; of one version alone both are that.',
    )
    addReferenceFiles(
      addInterval(diff, 'without both, all there is')
        .option(
          '--by <dimensions>',
          'the cells: agent, queue, site, media, direction, day, interval, zone (with commas)',
        )
        .option('--zone <zone>', 'whose days are meant; without it `day` is that of each agent or queue')
        .addOption(
          new Option('--limit <number>', 'cells at most; a table shows 20 unless told, a page 200').argParser(
            wholeNumber,
          ),
        )
        .addOption(
          new Option('--conversations <number>', 'how many are named of each cell')
            .default(3)
            .argParser(wholeNumber),
        )
        .option(
          '--as-of <when>',
          'A as it was known then: at the end of a UTC day (2026-03-03), or at an instant',
        )
        .option('--as-of-b <when>', 'the same of B')
        .option('--all-candidates', 'compare each candidate with the version of its KPI that is in force')
        .option('--replay', 'replay both sides: also of versions that were never computed here')
        .option('--param-a <name=value>', 'a parameter of A; may be given again', collected, [])
        .option('--param-b <name=value>', 'a parameter of B; may be given again', collected, [])
        .option(
          '--tz-a <rules>',
          'of A: `node`, a release computed under here, or a packed release in a file',
        )
        .option('--tz-b <rules>', 'the same of B')
        .option('--fail-if-different', 'end with 3 where anything differs')
        .addOption(
          new Option('-o, --output <format>', 'how the data are written')
            .choices(['table', 'json', 'jsonl', 'csv', 'html'])
            .default('table'),
        ),
    ).action((kpis: string[], options: DiffOptions) =>
      run((context) => {
        if (options.allCandidates) refuseNamesBesideAll(kpis)
        else pairsNamed(kpis)
        return withStore(context, (session) => showDifferences(context, session, kpis, options))
      }),
    )
  },
}

function refuseNamesBesideAll(kpis: readonly string[]): void {
  if (kpis.length === 0) return
  throw new UsageError('--all-candidates says which versions are compared: it goes without names.', {
    code: 'usage.names-and-all',
    advice: 'Leave out the names, or --all-candidates.',
  })
}

async function showDifferences(
  { screen }: CommandContext,
  session: Session,
  kpis: readonly string[],
  options: DiffOptions,
): Promise<ExitCode> {
  const { pool } = session.store
  const { allCandidates = false, output, limit, failIfDifferent } = options
  const pairs = allCandidates ? await candidatePairs(pool) : pairsNamed(kpis)
  if (pairs.length === 0) {
    screen.say('There is no candidate here beside a version in force: nothing to compare.')
    return exitCodes.ok
  }
  const comparisons = await compare(session, pairs, options, {
    onDay: (done, days) => screen.progress(`comparing: ${done} of ${days} days`),
    leaveOut: allCandidates ? ({ message }) => screen.say(`Left out: ${message}`) : undefined,
  })
  const noted = comparisons.map((each) => ({ ...each, notes: [...(each.notes ?? []), ...notesOn(each)] }))
  const queueNames = await readQueueNames(pool)
  const names = {
    queueName: (id: string) => queueNames.get(id),
    currency: comparisons.some(({ unit }) => unit === 'money') ? await readCurrency(pool) : undefined,
  }
  if (output === 'html') screen.data(comparisonPage(noted, { ...names, limit: limit ?? cellsOfPage }))
  else {
    const most = limit ?? (output === 'table' ? cellsOfTable : undefined)
    screen.data(comparisonReports(noted, output, { ...screen.dataStyle, ...names, limit: most }))
  }
  // Lines for a machine have no place for notes.
  if (output === 'csv' || output === 'jsonl')
    for (const note of new Set(noted.flatMap(({ notes }) => notes))) screen.say(screen.colors.yellow(note))
  const differs = comparisons.some(({ whole }) => whole.subjects > 0)
  return failIfDifferent && differs ? exitCodes.outsideTolerance : exitCodes.ok
}

/** What makes it less than whole. */
function notesOn({ cells, zone }: Comparison): string[] {
  if (zone !== null || !cells.some(({ place }) => place.day === null)) return []
  return ['Where no zone is known there is no local day: --zone says whose days are meant.']
}

const cellsOfTable = 20
/** More than anybody opens; a page of them is still a small file. */
const cellsOfPage = 200

function compare(
  session: Session,
  pairs: readonly NamedPair[],
  options: DiffOptions,
  meanwhile: WhileComparing,
): Promise<Comparison[]> {
  const { asOf, asOfB, replay } = options
  const side = {
    a: sideOptions(options.paramA, options.tzA, {}),
    b: sideOptions(options.paramB, options.tzB, options),
  }
  const differs = [side.a, side.b].some(
    ({ parameters, rules, tables }) =>
      parameters.length > 0 || rules !== undefined || Object.keys(tables).length > 0,
  )
  if (replay !== true && !differs) {
    const known = { a: readAsOf({ asOf }), b: readAsOf({ asOf: asOfB }) }
    return compareAsStored(session, pairs, options, known, meanwhile)
  }
  if (asOf !== undefined || asOfB !== undefined) throw pastOfReplay()
  return compareAsReplayed(session, pairs, options, side, meanwhile)
}

function pastOfReplay(): UsageError {
  return new UsageError(
    'A replay is made of the facts as they are now, and cannot be as of a moment in the past.',
    {
      code: 'diff.past-of-replay',
      advice: 'Ask for --as-of without --replay, parameters, tz rules and files of reference tables.',
    },
  )
}

function sideOptions(
  parameters: string[],
  rules: string | undefined,
  files: ReferenceFileOptions,
): SideOptions {
  return { parameters, rules, tables: readReferenceFiles(files) }
}
