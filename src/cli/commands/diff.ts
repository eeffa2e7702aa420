import { type Command, Option } from 'commander'
import type { Comparison } from '../../comparison/comparison'
import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import { comparisonReport } from '../../reports/comparison/comparison-report'
import { comparisonPage } from '../../reports/comparison/page/page'
import type { Format } from '../../reports/format'
import { readStanding } from '../../store/comparison/read-standing'
import { storeComparison } from '../../store/comparison/store-comparison'
import { inSnapshot, readClock } from '../../store/in-snapshot'
import { readCurrency } from '../../store/reference/read-currency'
import { readQueueNames } from '../../store/reference/read-queue-names'
import { utcZone } from '../../time/zone-name'
import type { CliCommand, CommandContext } from '../command'
import { accountOf, type SideOptions } from '../diff/accounts'
import { commonDimensions } from '../diff/common-dimensions'
import { compareReplayed } from '../diff/compare-replayed'
import { type ComparisonWanted, compareStored } from '../diff/compare-stored'
import { findSides, refuseUnlike, type Sides } from '../diff/side'
import { wholeDays } from '../diff/whole-days'
import { storedRange, subjectRange } from '../diff/whole-range'
import { type ExitCode, exitCodes } from '../exit-codes'
import { readAsOf } from '../options/as-of'
import { readDimensions } from '../options/dimensions'
import { showExamples } from '../options/examples'
import { wholeNumber } from '../options/limit'
import { addInterval, type RangeOptions, readInterval } from '../options/range'
import { addReferenceFiles, type ReferenceFileOptions, readReferenceFiles } from '../options/reference-files'
import { readZone } from '../options/zone'
import { type Session, withStore } from '../session'

interface DiffOptions extends RangeOptions, ReferenceFileOptions {
  output: Format | 'html'
  by?: string
  zone?: string
  limit?: number
  conversations: number
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
    const diff = showExamples(program.command('diff <a> [b]'), [
      'retally diff adjusted-average-handle-time@1 adjusted-average-handle-time@2',
      'retally diff service-level@1 service-level@2 --from 2026-10-20 --to 2026-10-26 --by queue,day',
      'retally diff service-level@1 service-level@2 -o html > diff.html',
      'retally diff service-level@2 --as-of 2026-03-03           what moved since then',
      'retally diff service-level@2 --param-b targetSeconds=30     what another target would change',
      'retally diff adjusted-average-handle-time@2 --calendar new-hours.yaml',
      'retally diff adjusted-average-handle-time@2 --tz-a node',
    ]).description(
      'Holds two versions of a KPI against each other as they are stored: the cells that differ, the largest first, the\n' +
        'conversations behind each, and the causes, whose shares add up to the difference. A version is promoted on the strength of\n' +
        'such a comparison: what it says is kept.\n\n' +
        'With other parameters, another tz release or files of reference tables (which are those of B), and with --replay, both\n' +
        'sides are replayed from stored facts instead, without writing anything; without <b> it is the same version as <a>.',
    )
    addReferenceFiles(
      addInterval(diff)
        .option(
          '--by <dimensions>',
          'the cells: agent, queue, media, direction, day, interval, zone (with commas)',
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
        .option('--replay', 'replay both sides: also of versions that were never computed here')
        .option('--param-a <name=value>', 'a parameter of A; may be given again', collect, [])
        .option('--param-b <name=value>', 'a parameter of B; may be given again', collect, [])
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
    ).action((a: string, b: string | undefined, options: DiffOptions) =>
      run((context) =>
        withStore(context, (session) => showDifference(context, session, [a, b ?? a], options)),
      ),
    )
  },
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

async function showDifference(
  { screen }: CommandContext,
  session: Session,
  kpis: readonly [a: string, b: string],
  options: DiffOptions,
): Promise<ExitCode> {
  const onDay = (done: number, days: number) => screen.progress(`comparing: ${done} of ${days} days`)
  const comparison = await compare(session, kpis, options, onDay)
  const { pool } = session.store
  const queueNames = await readQueueNames(pool)
  const { output, limit } = options
  const names = {
    queueName: (id: string) => queueNames.get(id),
    currency: comparison.unit === 'money' ? await readCurrency(pool) : undefined,
    notes: notesOn(comparison),
  }
  if (output === 'html') screen.data(comparisonPage(comparison, { ...names, limit: limit ?? cellsOfPage }))
  else {
    const most = limit ?? (output === 'table' ? cellsOfTable : undefined)
    screen.data(comparisonReport(comparison, output, { ...screen.dataStyle, ...names, limit: most }))
  }
  return options.failIfDifferent && comparison.whole.subjects > 0 ? exitCodes.outsideTolerance : exitCodes.ok
}

/** What makes it less than whole. */
function notesOn({ cells, zone }: Comparison): string[] {
  if (zone !== null || !cells.some(({ place }) => place.day === null)) return []
  return ['Where no zone is known there is no local day: --zone says whose days are meant.']
}

const cellsOfTable = 20
/** More than anybody opens; a page of them is still a small file. */
const cellsOfPage = 200

type OnDay = (done: number, days: number) => void

function compare(
  session: Session,
  kpis: readonly [a: string, b: string],
  options: DiffOptions,
  onDay: OnDay,
): Promise<Comparison> {
  const side = {
    a: sideOptions(options.paramA, options.tzA, {}),
    b: sideOptions(options.paramB, options.tzB, options),
  }
  const differs = [side.a, side.b].some(
    ({ parameters, rules, tables }) =>
      parameters.length > 0 || rules !== undefined || Object.keys(tables).length > 0,
  )
  if (options.replay !== true && !differs) return ofStored(session, kpis, options, onDay)
  if (options.asOf !== undefined || options.asOfB !== undefined) throw pastOfReplay()
  return ofReplays(session, kpis, side, options, onDay)
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

async function ofStored(
  { store }: Session,
  kpis: readonly [a: string, b: string],
  options: DiffOptions,
  onDay: OnDay,
): Promise<Comparison> {
  const known = { a: readAsOf(options), b: readAsOf({ asOf: options.asOfB }) }
  const sides = await findSides(store.pool, kpis, known)
  const both = [sides.a.definition, sides.b.definition]
  const wanted = wantedBy(
    options,
    commonDimensions(both),
    isWhole(options) ? await storedRange(store.pool, sides) : null,
  )
  const days = wholeDays(wanted.interval)
  const range = isKept(sides) && days !== null ? { ...versionsOf(sides), ...days } : null
  const { comparison, at, standing } = await inSnapshot(store, async (tx) => ({
    at: await readClock(tx),
    standing: range === null ? {} : await readStanding(tx, range),
    comparison: await compareStored(tx, sides, wanted, onDay),
  }))
  if (range !== null) await storeComparison(store.pool, { ...range, comparison, standing, at })
  return comparison
}

/** What two versions of one KPI come to as they stand is kept, for whoever promotes one of them. */
function isKept({ a, b }: Sides): boolean {
  const isPresent = a.asKnownAt === undefined && b.asKnownAt === undefined
  return isPresent && a.definition.name === b.definition.name && a.definition.version !== b.definition.version
}

function versionsOf({ a, b }: Sides) {
  return { name: b.definition.name, aVersion: a.definition.version, bVersion: b.definition.version }
}

async function ofReplays(
  { store, settings }: Session,
  [nameOfA, nameOfB]: readonly [string, string],
  side: Readonly<Record<'a' | 'b', SideOptions>>,
  options: DiffOptions,
  onDay: OnDay,
): Promise<Comparison> {
  const [a, b] = [findDefinition(nameOfA), findDefinition(nameOfB)]
  refuseUnlike(a, b)
  const wanted = wantedBy(
    options,
    commonDimensions([a, b]),
    isWhole(options) ? await subjectRange(store.pool, b) : null,
  )
  return inSnapshot(store, async (tx) => {
    const accountA = await accountOf(tx, settings, a, wanted.interval, side.a)
    const accountB = await accountOf(tx, settings, b, wanted.interval, side.b)
    return compareReplayed(tx, accountA, accountB, wanted, onDay)
  })
}

function isWhole({ from, to }: RangeOptions): boolean {
  return from === undefined && to === undefined
}

function wantedBy(
  options: DiffOptions,
  by: ComparisonWanted['by'],
  whole: ComparisonWanted['interval'] | null,
): ComparisonWanted {
  const zone = options.zone === undefined ? undefined : readZone(options.zone)
  return {
    interval: whole ?? readInterval(options, zone ?? utcZone),
    by: options.by === undefined ? by : readDimensions(options.by),
    zone,
    foremost: options.conversations,
  }
}
