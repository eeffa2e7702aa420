import { UsageError } from '../errors'
import { type KpiDefinition, nameAndVersion } from './definition'

/** Another formula over the parts a definition stores anyway: one stored row serves all of them. */
export interface Variant {
  /** For people. */
  formula: string
  numerator: Weights
  denominator: Weights
  /** Parameters of which one must be set: it means nothing without. */
  needs?: readonly string[]
}

export interface NamedVariant extends Variant {
  name: string
}

/** Part → how often it is added: `{ abandoned: 1, shortAbandoned: -1 }`. */
export type Weights = Readonly<Record<string, number>>

/**
 * The variant of a definition by its name.
 *
 * @param parameters those that the numbers were computed with
 * @throws UsageError for a name that is none, saying which there are, and for one of whose parameters none was set
 */
export function findVariant(
  definition: Pick<KpiDefinition, 'name' | 'version' | 'variants'>,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): NamedVariant {
  const variants = definition.variants ?? {}
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined
  const kpi = nameAndVersion(definition)
  if (variant === undefined) {
    const names = Object.keys(variants)
    throw new UsageError(`${kpi} has no variant ${JSON.stringify(name)}.`, {
      code: 'kpis.unknown-variant',
      fields: { kpi, variant: name },
      advice: names.length === 0 ? 'It has one formula only.' : `Its variants are ${names.join(', ')}.`,
    })
  }
  const { needs = [] } = variant
  if (needs.length > 0 && needs.every((parameter) => parameters[parameter] === undefined)) {
    throw new UsageError(`${kpi} was computed without ${needs.join(' or ')}, which ${name} is reckoned by.`, {
      code: 'kpis.variant-needs-parameter',
      fields: { kpi, variant: name },
      advice: `Try it with ${needs.map((each) => `--param ${each}=…`).join(' or ')}; for a database set parameters: { ${definition.name}: { ${needs[0]}: … } }${needs.length > 1 ? ' (or another of these)' : ''} and compute it anew.`,
    })
  }
  return { ...variant, name }
}
