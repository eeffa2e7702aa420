import type { Command } from 'commander'
import { findKpi } from '../../kpis/catalogue'
import { isComposed } from '../../kpis/composed'
import { nameAndVersion } from '../../kpis/definition'
import type { MissingLookUp } from '../../kpis/look-up'
import type { Summary } from '../../kpis/summary'
import { flawsTogether } from '../../reports/flaws'
import { gapLines, type OneHalf, type ResultsGaps } from '../../reports/gaps-report'
import { missingTogether } from '../../reports/missing-look-ups'
import { type ResultsReportOptions, resultsReport } from '../../reports/results-report'
import { readCurrency } from '../../store/reference/read-currency'
import { readQueueNames } from '../../store/reference/read-queue-names'
import { readFlaws } from '../../store/results/read-flaws'
import { readMissingLookUps } from '../../store/results/read-missing-look-ups'
import { formatInstant, type Instant } from '../../time/instant'
import { utcZone } from '../../time/zone-name'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { archiveGaps } from '../gaps/archive-gaps'
import { computeGaps } from '../gaps/compute-gaps'
import { type AsOfOptions, asOfOption, readAsOf } from '../options/as-of'
import { readDimensions } from '../options/dimensions'
import { addDurations, type DurationOptions, readPercentiles } from '../options/durations'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { type PartsOptions, partsOption, readParts } from '../options/parts'
import { addInterval, type RangeOptions, readInterval } from '../options/range'
import { readZone } from '../options/zone'
import { currentFingerprint } from '../results/current-fingerprint'
import { type DefinitionWithResults, definitionWithResults } from '../results/definition-with-results'
import { versionInForceOver } from '../results/in-force-over'
import { readComposedResults } from '../results/read-composed'
import { type ResultsWanted, readResults } from '../results/read-results'
import { unkeptRows } from '../results/unkept-rows'
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
      'Reads the published numbers of a KPI, of the version in force for the dates asked for, or those of the version named.\n' +
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
  const { store } = session
  const { summary, of, oneHalf, note } = await read(store, reference, wanted)
  const parts = readParts(named, summary)
  if (wanted.asKnownAt !== undefined)
    return showPast(
      { screen },
      session,
      { summary, of },
      { ...wanted, asKnownAt: wanted.asKnownAt },
      { output, parts },
    )
  const gaps = { ...(await gapsOf(session, of, wanted)), ...(oneHalf.length > 0 && { oneHalf }) }
  const queueNames = await readQueueNames(store.pool)
  const missing = missingTogether(
    await Promise.all(
      of.map(({ stored: { definitionKey }, definition: { zoneAnchor } }) =>
        readMissingLookUps(store.pool, { definitionKey, zoneAnchor, interval: wanted.interval }),
      ),
    ),
  )
  const flaws = flawsTogether(
    await Promise.all(
      of.map(({ stored: { definitionKey } }) =>
        readFlaws(store.pool, { definitionKey, interval: wanted.interval }),
      ),
    ),
  )
  screen.data(
    resultsReport(withLacking(summary, missing), output, {
      ...screen.dataStyle,
      by: wanted.by ?? [],
      parts,
      gaps,
      missing,
      flaws,
      currency: summary.unit === 'money' ? await readCurrency(store.pool) : undefined,
      queueName: (id) => queueNames.get(id),
    }),
  )
  if (wanted.by?.includes('day') && wanted.zone === undefined) {
    screen.say(
      'Days are those of each agent or queue, the range is in UTC: the first and last day may be cut. --zone avoids it.',
    )
  }
  if (note !== null) screen.say(screen.colors.yellow(note))
  // A table and a document hold their gaps; lines for a machine have no place for them.
  if (output === 'csv' || output === 'jsonl') {
    for (const line of gapLines(gaps)) screen.say(`${screen.colors.yellow('gap')} ${line}`)
  }
  return exitCodes.ok
}

/** The numbers alone: gaps, look-ups and flaws are said of what stands, and `provisional` by what the archive vouches for now. */
async function showPast(
  { screen }: Pick<CommandContext, 'screen'>,
  { store }: Session,
  { summary, of }: Pick<Read, 'summary' | 'of'>,
  { asKnownAt: moment, interval, by }: ResultsWanted & { asKnownAt: Instant },
  options: Pick<OutputOptions, 'output'> & Pick<ResultsReportOptions, 'parts'>,
): Promise<ExitCode> {
  const { output, parts } = options
  const queueNames = await readQueueNames(store.pool)
  screen.data(
    resultsReport(summary, output, {
      ...screen.dataStyle,
      ...{ parts, by },
      currency: summary.unit === 'money' ? await readCurrency(store.pool) : undefined,
      queueName: (id) => queueNames.get(id),
    }),
  )
  for (const which of of) {
    const note = await unkeptRows(store.pool, which, moment, interval)
    if (note !== null) screen.say(screen.colors.yellow(note))
  }
  screen.say(
    `As known on ${formatInstant(moment)}; what they lack is said of the numbers as they stand, without --as-of.`,
  )
  return exitCodes.ok
}

/** The numbers, with the definitions whose rows they are made of: of a composed KPI those of its halves. */
interface Read {
  summary: Summary
  of: readonly DefinitionWithResults[]
  oneHalf: readonly OneHalf[]
  /** Where no version was named: which was read, if that is not obvious. */
  note: string | null
}

async function read({ pool }: Session['store'], reference: string, wanted: ResultsWanted): Promise<Read> {
  const kpi = findKpi(reference)
  if (!isComposed(kpi)) {
    const isOpen = !reference.includes('@') && wanted.asKnownAt === undefined
    const { reference: meant, note } = isOpen
      ? await versionInForceOver(pool, kpi.name, wanted.interval)
      : { reference, note: null }
    const which = await definitionWithResults(pool, meant, wanted.asKnownAt)
    return { summary: await readResults(pool, which, wanted), of: [which], oneHalf: [], note }
  }
  const numerator = await definitionWithResults(pool, nameAndVersion(kpi.numerator.kpi))
  const denominator = await definitionWithResults(pool, nameAndVersion(kpi.denominator.kpi))
  const composed = await readComposedResults(pool, kpi, { numerator, denominator }, wanted)
  return { ...composed, of: [numerator, denominator], note: null }
}

/** Roll-ups keep no count of look-ups besides the zone: the rows say it. */
function withLacking(summary: Summary, missing: readonly MissingLookUp[]): Summary {
  const others = missing.filter(({ lookUp }) => lookUp !== 'zone')
  if (others.length === 0) return summary
  return {
    ...summary,
    lacking: Object.fromEntries(others.map(({ lookUp, observations }) => [lookUp, observations])),
  }
}

async function gapsOf(
  session: Session,
  of: readonly DefinitionWithResults[],
  { interval }: ResultsWanted,
): Promise<ResultsGaps> {
  const { store, settings, organisation } = session
  const which = of.map(({ stored }) => ({
    definitionKey: stored.definitionKey,
    fingerprint: currentFingerprint(settings, stored),
  }))
  return {
    ...(await archiveGaps(store.pool, { organisation, interval })),
    ...(await computeGaps(store.pool, which, interval)),
  }
}
