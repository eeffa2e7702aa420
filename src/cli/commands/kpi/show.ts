import type { Command } from 'commander'
import { findDefinition } from '../../../kpis/catalogue'
import { type Dimension, type KpiDefinition, nameAndVersion } from '../../../kpis/definition'
import { codeHashOf } from '../../../kpis/fingerprint'
import { describeParameters } from '../../../kpis/parameters'
import { palette } from '../../../reports/colour'
import { jsonDocument } from '../../../reports/json'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'

export function registerKpiShow(group: Command, run: RunCommand): void {
  showExamples(group.command('show <kpi>'), [
    'retally kpi show average-handle-time',
    'retally kpi show adjusted-average-handle-time@1',
    'retally kpi show service-level -o json',
  ])
    .description(
      'A definition in full: its meaning, formula, source, parameters, parts, example and history.',
    )
    .addOption(outputOption(['table', 'json']))
    .action((reference: string, { output }: OutputOptions) =>
      run(async ({ screen }) => {
        const definition = findDefinition(reference)
        screen.data(
          output === 'json'
            ? jsonDocument(forMachines(definition))
            : forPeople(definition, screen.dataStyle.colour ?? false),
        )
        return exitCodes.ok
      }),
    )
}

function forPeople(definition: KpiDefinition, colour: boolean): string {
  const { heading, faint } = palette(colour)
  const parameters = describeParameters(definition)
  const lines = [
    `${heading(`${definition.title} (${nameAndVersion(definition)})`)}`,
    definition.description,
    '',
    field('formula', definition.formula),
    field('unit', `${definition.unit}, ${betterWords[definition.better]}`),
    field('observes', `one ${definition.unitOfObservation} at the instant its value is emitted`),
    field('parts', definition.parts.join(', ')),
    field('split by', `${definition.dimensions.map(asAsked).join(', ')}, day, interval, zone`),
    field(
      'zone of',
      `${definition.zoneAnchor}; without one it is ${missingZoneWords[definition.missingZone]}`,
    ),
    field('reads', definition.reads.join(', ') || 'no reference table'),
    field('settles', `after ${definition.maturityDays} days`),
    field('reconciles', reconciliationWords(definition)),
    field('source', definition.source),
    field('example', definition.example),
    field('code', codeHashOf(definition)),
    '',
    heading('Parameters'),
    ...(parameters.length === 0 ? ['  none'] : []),
    ...parameters.flatMap(({ name, description, default: value }) => [
      `  ${name} ${faint(`(default ${JSON.stringify(value)})`)}`,
      `    ${description}`,
    ]),
    '',
    heading('Changes'),
    ...definition.changelog.flatMap(({ version, date, kind, what, why }) => [
      `  v${version}, ${date}, ${kind}: ${what}`,
      `    ${why}`,
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function field(name: string, text: string): string {
  return `${name.padEnd(10)}  ${text}`
}

const betterWords = { higher: 'higher is better', lower: 'lower is better', neither: 'neither way is better' }
const missingZoneWords = { keep: 'kept, without a local day', 'set-aside': 'set aside and counted' }

/** A dimension as `--by` takes it. */
function asAsked(dimension: Dimension): string {
  return dimension === 'mediaType' ? 'media' : dimension
}

function reconciliationWords({ reconcilesTo }: KpiDefinition): string {
  if (reconcilesTo.length === 0) return 'with nothing on the platform'
  return reconcilesTo
    .map(({ part, measure, stat, onlyWith = {} }) => {
      const conditions = Object.entries(onlyWith).map(
        ([name, value]) => `${name} is ${JSON.stringify(value)}`,
      )
      const condition = conditions.length > 0 ? ` while ${conditions.join(' and ')}` : ''
      return `${part} = the platform's ${stat} of ${measure}${condition}`
    })
    .join('; ')
}

/** Everything but the code, which JSON cannot hold. */
function forMachines(definition: KpiDefinition): object {
  const { name, observe: _observe, parameters: _schema, ...told } = definition
  return { kpi: name, ...told, parameters: describeParameters(definition), codeHash: codeHashOf(definition) }
}
