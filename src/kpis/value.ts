import type { KpiDefinition } from './definition'
import type { Variant, Weights } from './variants'

/**
 * The number people see, from summed parts in the definition's order; null when the denominator is 0, since a
 * mean of nothing is no number. Wherever we show a number it is divided here; the views of the database divide by
 * the same rule (`migrations/0006_views.ts`). A sink is given a total in the unit and a count, and may divide these.
 */
export function valueOfParts(
  definition: Pick<KpiDefinition, 'parts' | 'aggregation'>,
  parts: readonly number[],
  variant?: Variant,
): number | null {
  const part = (name: string) => parts[definition.parts.indexOf(name)] ?? 0
  const weighed = (weights: Weights) =>
    Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * part(name), 0)
  const { aggregation } = definition
  if (aggregation.kind === 'count') return part(aggregation.part)
  const numerator = variant ? weighed(variant.numerator) : part(aggregation.numerator)
  const denominator = variant ? weighed(variant.denominator) : part(aggregation.denominator)
  if (denominator === 0) return null
  // 0.001 is no binary number: milliseconds are divided by 1000 whole, so that 918,737 ms are 918.737 s.
  return aggregation.scale < 1
    ? numerator / (denominator * Math.round(1 / aggregation.scale))
    : (numerator * aggregation.scale) / denominator
}
