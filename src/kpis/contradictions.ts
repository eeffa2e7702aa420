import type { z } from 'zod'
import type { Aggregation, KpiDefinition } from './definition'

/** A field of a definition and what is wrong with it, as a sentence goes on after the field's name. */
export interface Problem {
  path: string
  what: string
}

/** What each field says by itself may be right, and the whole still wrong. */
export function contradictionsOf(definition: KpiDefinition): Problem[] {
  const { parts, spans, distribution, variants = {}, reconcilesTo, aggregation } = definition
  const named = (path: string, name: string, among: readonly string[], what: string): Problem[] =>
    among.includes(name)
      ? []
      : [{ path, what: `${JSON.stringify(name)} is ${what} (${among.join(', ') || 'there are none'})` }]
  const part = (path: string, name: string) => named(path, name, parts, 'none of its parts')
  const parameters = Object.keys((definition.parameters as unknown as z.ZodObject).shape)
  return [
    ...repeated('parts', parts),
    ...repeated('dimensions', definition.dimensions),
    ...repeated('reads', definition.reads),
    ...spans.flatMap((span, index) => part(`spans[${index}]`, span)),
    ...partsOf(aggregation).flatMap(([key, name]) => part(`aggregation.${key}`, name)),
    ...(aggregation.kind === 'histogram'
      ? named('aggregation.percentile', aggregation.percentile, parameters, 'none of its parameters')
      : []),
    ...(aggregation.kind === 'histogram' && distribution === null
      ? [{ path: 'distribution', what: 'is null: a percentile needs a duration, { of: …, zeros: … }' }]
      : []),
    ...(distribution === null ? [] : named('distribution.of', distribution.of, spans, 'none of its spans')),
    ...Object.entries(variants).flatMap(([name, { numerator, denominator, needs = [] }]) => [
      ...(aggregation.kind === 'ratio' || aggregation.kind === 'mean'
        ? []
        : [{ path: `variants.${name}`, what: 'is another quotient: only a ratio or a mean has such' }]),
      ...Object.keys(numerator).flatMap((each) => part(`variants.${name}.numerator`, each)),
      ...Object.keys(denominator).flatMap((each) => part(`variants.${name}.denominator`, each)),
      ...needs.flatMap((each, index) =>
        named(`variants.${name}.needs[${index}]`, each, parameters, 'none of its parameters'),
      ),
    ]),
    ...definition.reads
      .filter((table) => table !== 'agent-zone' && table !== 'queue-zone')
      .filter((table) => definition.missing?.lookUp?.[table] === undefined)
      .map((table) => ({
        path: 'missing.lookUp',
        what: `does not say what is done where ${table} has no row: own-name, parameter, platform, all-others, no-observation or set-aside`,
      })),
    ...reconcilesTo.flatMap(({ part: name, onlyWith = {} }, index) => [
      ...part(`reconcilesTo[${index}].part`, name),
      ...Object.keys(onlyWith).flatMap((each) =>
        named(`reconcilesTo[${index}].onlyWith`, each, parameters, 'none of its parameters'),
      ),
    ]),
    ...(definition.example.variants ?? []).flatMap(({ variant, parameters: given = {} }, index) => [
      ...(variant === undefined
        ? []
        : named(`example.variants[${index}]`, variant, Object.keys(variants), 'none of its variants')),
      ...Object.keys(given).flatMap((each) =>
        named(`example.variants[${index}].parameters`, each, parameters, 'none of its parameters'),
      ),
    ]),
    ...unexplained(definition),
  ]
}

/** A version that its own changelog does not end with. */
export function unexplained({ version, changelog }: Pick<KpiDefinition, 'version' | 'changelog'>): Problem[] {
  const latest = Math.max(...changelog.map((change) => change.version))
  if (latest === version) return []
  return [{ path: 'changelog', what: `ends with version ${latest}, and version ${version} is not explained` }]
}

function repeated(path: string, names: readonly string[]): Problem[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? [] : [{ path, what: `names ${JSON.stringify(twice)} twice` }]
}

/** The parts that a value is made of, each with the field that names it. */
function partsOf(aggregation: Aggregation): [key: string, part: string][] {
  switch (aggregation.kind) {
    case 'count':
    case 'total':
    case 'maximum':
      return [['part', aggregation.part]]
    case 'ratio':
      return [
        ['numerator', aggregation.numerator],
        ['denominator', aggregation.denominator],
        ...(aggregation.needs ?? []).map((part): [string, string] => ['needs', part]),
      ]
    case 'mean':
      return [
        ['sum', aggregation.sum],
        ['count', aggregation.count],
      ]
    default:
      return []
  }
}
