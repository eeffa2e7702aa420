import type { Command } from 'commander'
import { findDefinition } from '../../../kpis/catalogue'
import { maturityDaysOf, nameAndVersion } from '../../../kpis/definition'
import { parseParameters } from '../../../kpis/parameters'
import { compileReference, createContext } from '../../../kpis/reference'
import { emptyReferenceTables } from '../../../kpis/reference-tables'
import { replay } from '../../../kpis/replay'
import { summarise } from '../../../kpis/summarise'
import { sitesOf } from '../../../kpis/summary-dimensions'
import { findVariant } from '../../../kpis/variants'
import { counted } from '../../../reports/counted'
import { resultsReport } from '../../../reports/results-report'
import type { RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { collected } from '../../options/collected'
import { readDimensions } from '../../options/dimensions'
import { addDurations, type DurationOptions, readPercentiles } from '../../options/durations'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'
import { type PartsOptions, partsOption, readParts } from '../../options/parts'
import {
  addReferenceFiles,
  type ReferenceFileOptions,
  readReferenceFiles,
} from '../../options/reference-files'
import { readZone } from '../../options/zone'
import { besidePosted } from '../../results/beside-posted'
import { finalBeforeWhen } from '../../results/final-before'
import type { Screen } from '../../screen'
import { factsOfSubject } from '../../trial/facts-of-subject'
import { observationLine } from '../../trial/observation-line'
import { type ReadFiles, readConversations } from '../../trial/read-conversations'

interface TryOptions extends OutputOptions, ReferenceFileOptions, DurationOptions, PartsOptions {
  param: string[]
  by?: string
  zone?: string
  variant?: string
}

export function registerKpiTry(group: Command, run: RunCommand): void {
  const command = showExamples(group.command('try <kpi> <files...>'), [
    'retally kpi try average-handle-time details-page.json',
    'retally kpi try service-level export.jsonl.gz --param targetSeconds=20 --by queue,interval',
    'retally kpi try adjusted-average-handle-time@2 *.json --zones agents.csv --calendar hours.yaml -o json',
    'zcat day.jsonl.gz | retally kpi try average-speed-of-answer - -o jsonl',
  ])
    .description(
      'Folds export files through a definition, with no database and no services: the quickest way to argue about a\n' +
        'number. A file is a page of a details job, an answer of a details query, conversations, or JSON lines of\n' +
        'these, plain or gzip. Where several files hold a conversation, the file with the latest\n' +
        'dataAvailabilityDate wins; one that states none counts as made just after the file named before it.',
    )
    .option('--param <name=value>', 'a parameter of the definition; may be given again', collected, [])
    .option(
      '--by <dimensions>',
      'split by agent, queue, site, media, direction, day, interval, zone (with commas)',
    )
    .option('--zone <zone>', 'whose days `day` means; without it, those of the zone of each agent or queue')
    .option('--variant <name>', 'another formula over the same parts, as `kpi show` lists them')
    .option(...partsOption)
    .addOption(outputOption())
  addReferenceFiles(addDurations(command)).action((reference: string, files: string[], options: TryOptions) =>
    run(({ screen }) => tryKpi(screen, reference, files, options)),
  )
}

async function tryKpi(
  screen: Screen,
  reference: string,
  files: string[],
  options: TryOptions,
): Promise<ExitCode> {
  const definition = findDefinition(reference)
  const parameters = parseParameters(definition, options.param)
  const tables = { ...emptyReferenceTables, ...readReferenceFiles(options) }
  const context = createContext(compileReference(tables), parameters)
  const by = options.by === undefined ? undefined : readDimensions(options.by)
  const zone = options.zone === undefined ? undefined : readZone(options.zone)
  const { attribution } = options
  const asked = {
    by,
    zone,
    siteOf: sitesOf(context, definition),
    attribution,
    percentiles: readPercentiles(options.percentiles),
    variant: options.variant === undefined ? undefined : findVariant(definition, options.variant, parameters),
    parameters,
  }
  // Refuses what it cannot be asked before any file is read.
  const parts = readParts(options.parts, [summarise(definition, [], asked)])

  const read = await readConversations(files)
  tellBroken(screen, read)
  const { conversations } = read
  const failed = read.refused.length + read.broken.length > 0
  if (failed && conversations.length === 0) {
    screen.say(`Nothing could be read, so ${nameAndVersion(definition)} has nothing to say.`)
    return exitCodes.failed
  }
  const { knownUntil } = read
  const observations = factsOfSubject(definition, conversations, knownUntil).flatMap((facts) =>
    replay(definition, context, facts),
  )
  if (options.output === 'jsonl') {
    const lines = observations.map(
      (each) => `${JSON.stringify(observationLine(definition, each, zone, parameters))}\n`,
    )
    if (lines.length > 0) screen.data(lines.join(''))
  } else {
    const summed = summarise(definition, observations, {
      ...asked,
      finalBefore: finalBeforeWhen(maturityDaysOf(definition, parameters), knownUntil),
    })
    const summary =
      attribution === 'clip' ? besidePosted(summed, summarise(definition, observations)) : summed
    screen.data(resultsReport(summary, options.output, { ...screen.dataStyle, by, parts, zoneAdvice }))
  }
  screen.say(countsOf(read, observations))
  return failed ? exitCodes.partialFailure : exitCodes.ok
}

/** What was read, what of it the definition has nothing to say about, and what was left out. */
function countsOf(
  { conversations, passedOver, broken, refused }: ReadFiles,
  observations: readonly { subjectId: string }[],
): string {
  const silent = conversations.length - new Set(observations.map((each) => each.subjectId)).size
  return [
    `${counted(conversations.length, 'conversation')} read, ${counted(observations.length, 'observation')}`,
    ...(silent > 0 ? [`${silent} of the conversations without any`] : []),
    ...(passedOver > 0
      ? [`${counted(passedOver, 'other record')} of the same conversations passed over`]
      : []),
    ...(broken.length > 0 ? [`${counted(broken.length, 'broken record')} skipped`] : []),
    ...(refused.length > 0 ? [`${counted(refused.length, 'file')} refused`] : []),
  ]
    .join(', ')
    .concat('.')
}

/** No store is asked here, so the zones can only come with the files. */
const zoneAdvice = 'give them with `--zones FILE` (queues: `--queue-zones FILE`)'

/** More lines than this help nobody; their number does. */
const mostTold = 20

function tellBroken(screen: Screen, { broken, refused }: ReadFiles): void {
  for (const error of refused) {
    screen.say(`${screen.colors.red('refused')} ${error.message} [${error.code}]`)
    if (error.advice) screen.say(`${screen.colors.bold('try')}     ${error.advice}`)
  }
  for (const sentence of broken.slice(0, mostTold))
    screen.say(`${screen.colors.yellow('broken')}  ${sentence}`)
  if (broken.length > mostTold) screen.say(`… and ${broken.length - mostTold} more broken records.`)
}
