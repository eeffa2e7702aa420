/** What a person needs to know of a definition before arguing about a number: the same in the terminal and in `docs/kpis`. */
import { aggregationWords, quotientOf } from '../../kpis/aggregation'
import { type Change, type KpiDefinition, maturityDaysOf, nameAndVersion } from '../../kpis/definition'
import { describeParameters, resolveParameters } from '../../kpis/parameters'
import { splitsOf } from '../../kpis/summary-dimensions'
import { computeExample } from '../../kpis/worked-example'
import { withUnit } from '../number-format'
import { partsInWords } from '../parts-in-words'

export interface KpiPage {
  /** `Average handle time (average-handle-time@1)` */
  heading: string
  description: string
  /** Name and lines of text, in reading order. */
  fields: readonly (readonly [name: string, ...lines: string[]])[]
  variants: readonly { name: string; formula: string; needs: string }[]
  parameters: readonly { name: string; takes: string; default: string | null; description: string }[]
  /** How a parameter is set, with one of its own as the example; null without parameters. */
  howToSet: string | null
  example: { words: string; outcomes: readonly ExampleOutcome[] }
  changes: readonly { heading: string; why: string }[]
}

/** What the definition makes of the example's contacts, now. */
export interface ExampleOutcome {
  /** The variant and the parameters that are not the defaults; empty: all are. */
  under: string
  value: string
  /** `answeredInTime 860, counted 1060` */
  parts: string
}

export function kpiPage(definition: KpiDefinition): KpiPage {
  return {
    heading: `${definition.title} (${nameAndVersion(definition)})`,
    description: definition.description,
    fields: [
      ['formula', definition.formula],
      ['unit', `${definition.unit}, ${betterWords[definition.better]}`],
      ['observes', `one ${definition.unitOfObservation}, ${instantWords[definition.attribution]}`],
      ['value', aggregationWords[definition.aggregation.kind]],
      ['parts', `${definition.parts.join(', ')} (whole numbers that add up; durations in ms)`],
      ['durations', durationWords(definition)],
      ['split by', splitsOf(definition).join(', ')],
      ['zone of', `${definition.zoneAnchor}; without one it is ${missingZoneWords[definition.missingZone]}`],
      ['missing', ...missingWords(definition)],
      ['reads', definition.reads.map((table) => `table ${table}`).join(', ') || 'no reference table'],
      ['settles', `after ${settlesAfter(definition)} days: then it no longer changes by itself`],
      ['reconciles', ...reconciliationWords(definition)],
      ['source', definition.source],
    ],
    variants: Object.entries(definition.variants ?? {}).map(([name, { formula, needs = [] }]) => ({
      name,
      formula,
      needs: needs.join(' or '),
    })),
    parameters: describeParameters(definition).map(({ name, takes, default: value, description }) => ({
      name,
      takes,
      default: value === null ? null : inOneLine(value),
      description,
    })),
    howToSet: howToSet(definition),
    example: { words: definition.example.words, outcomes: outcomesOf(definition) },
    changes: changesInWords(definition.changelog),
  }
}

export function changesInWords(changelog: readonly Change[]): KpiPage['changes'] {
  return changelog.map(({ version, date, kind, what, why }) => ({
    heading: `v${version}, ${date}, ${kind}: ${what}`,
    why,
  }))
}

/** Both ways to give a parameter: a later version by its number, since an earlier one may not take it. */
function howToSet(definition: KpiDefinition): string | null {
  const parameters = describeParameters(definition)
  const shown = parameters.find(({ allowed }) => allowed !== null) ?? parameters[0]
  if (shown === undefined) return null
  const value = shown.allowed?.at(-1) ?? '…'
  const kpi = definition.version === 1 ? definition.name : nameAndVersion(definition)
  return `Set for a trial by --param ${shown.name}=${value}, for a database by \`parameters: { ${kpi}: { ${shown.name}: ${value} } }\` in retally.yaml.`
}

function inOneLine(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function outcomesOf(definition: KpiDefinition): ExampleOutcome[] {
  return computeExample(definition).map(({ parameters, variant, summary }) => ({
    under: [
      ...(variant === null ? [] : [variant]),
      ...Object.entries(parameters).map(([name, value]) => `${name}=${inOneLine(value)}`),
    ].join(' '),
    value: withUnit(summary.value, definition.unit),
    parts: partsInWords(summary.parts),
  }))
}

export const betterWords = {
  higher: 'higher is better',
  lower: 'lower is better',
  neither: 'neither way is better',
}
const instantWords = {
  emit: 'at the instant its value is emitted',
  start: 'at the instant it begins',
  end: 'at the instant it ends',
  cohort: 'at the entry into the queue, whenever the outcome comes',
  clip: 'each part where it elapsed',
}
const missingZoneWords = { keep: 'kept, without a local day', 'set-aside': 'set aside and counted' }

/** What is done where a measure or a row of a table is missing. */
function missingWords({ missing = {} }: KpiDefinition): string[] {
  const tables = Object.entries(missing.lookUp ?? {})
  return [
    missing.measure === 'pieces'
      ? 'a measure that was not posted is added up from its pieces'
      : 'a measure that was not posted gives no observation, never 0',
    ...tables.map(([table, policy]) => `without a row of ${table}: ${lookUpWords[policy]}`),
  ]
}

const lookUpWords = {
  'own-name': 'the code is its own name',
  parameter: 'as the parameters say',
  platform: 'as the platform says',
  'all-others': 'as for all others',
  'no-observation': 'no observation',
  'set-aside': 'set aside and counted',
}

function durationWords(definition: KpiDefinition): string {
  const { spans, distribution, attribution } = definition
  if (spans.length === 0) return 'none'
  const percentiles = distribution === null ? [] : [`percentiles of ${distribution.of} (--percentiles)`]
  const isCut = quotientOf(definition) !== null && (attribution === 'emit' || attribution === 'end')
  const clip = isCut
    ? [`${spans.join(', ')} can be asked for by where they elapsed (--attribution clip)`]
    : []
  return [...clip, ...percentiles].join('; ')
}

/** Under the defaults, where parameters decide. */
export function settlesAfter(definition: KpiDefinition): number {
  return maturityDaysOf(definition, resolveParameters(definition))
}

/** A line for each claim: several under different parameters would be one long sentence. */
function reconciliationWords({ reconcilesTo }: KpiDefinition): string[] {
  if (reconcilesTo.length === 0) return ['with nothing on the platform']
  return reconcilesTo.map(({ part, measure, stat, onlyWith = {} }) => {
    const conditions = Object.entries(onlyWith).map(([name, value]) => `${name} is ${JSON.stringify(value)}`)
    const condition = conditions.length > 0 ? ` while ${conditions.join(' and ')}` : ''
    return `${part} = the platform's ${stat} of ${measure}${condition}`
  })
}
