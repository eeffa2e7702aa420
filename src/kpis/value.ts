import { quotientOf, scaleOf } from './aggregation'
import type { KpiDefinition } from './definition'
import { type BucketCounts, percentileOf } from './log-buckets'
import type { Variant, Weights } from './variants'

/**
 * The number people see, from summed parts in the definition's order; null when the denominator is 0, since a
 * mean of nothing is no number, when a part is missing without which there is none, and where no sum of parts is the value
 * (`aggregation.ts`). Wherever we show a number it is divided here; the views of the database divide by the same rule
 * (`migrations/0015_agent_days.ts`). A sink is given a total in the unit and a count, and may divide these.
 */
export function valueOfParts(
  definition: Pick<KpiDefinition, 'parts' | 'aggregation' | 'unit'>,
  parts: readonly number[],
  variant?: Variant,
): number | null {
  const quotient = quotientOf(definition)
  if (quotient === null) return null
  const part = (name: string) => parts[definition.parts.indexOf(name)] ?? 0
  const weighed = (weights: Weights) =>
    Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * part(name), 0)
  const numerator = variant ? weighed(variant.numerator) : part(quotient.numerator)
  if (quotient.denominator === null) return scaled(numerator, quotient.scale)
  const denominator = variant ? weighed(variant.denominator) : part(quotient.denominator)
  if (quotient.needs?.some((name) => part(name) <= 0)) return null
  if (denominator !== 0) return scaled(numerator, quotient.scale, denominator)
  return numerator > 0 && quotient.overNothing === 'infinite' ? Number.POSITIVE_INFINITY : null
}

/** What was observed in one place of the results, as far as a definition's kind of value asks for it. */
export interface Observed {
  parts: readonly number[]
  /** Durations by bucket. */
  durations: BucketCounts
  /** The largest value of the part that a maximum is of; null of none. */
  maximum: number | null
  /** Each conversation or agent once, where they are counted. */
  keys: ReadonlySet<string | number>
}

/**
 * The number people see, whatever its kind.
 *
 * @param percent which percentile, for a `histogram`
 */
export function shownValue(
  definition: Pick<KpiDefinition, 'parts' | 'aggregation' | 'unit'>,
  { parts, durations, maximum, keys }: Observed,
  { variant, percent }: { variant?: Variant | undefined; percent: number | null },
): number | null {
  switch (definition.aggregation.kind) {
    case 'maximum':
      return maximum === null ? null : scaled(maximum, scaleOf(definition.unit))
    case 'distinct':
      return keys.size
    case 'histogram':
      return percent === null ? null : secondsOfPercentile(durations, percent)
    default:
      return valueOfParts(definition, parts, variant)
  }
}

/** A percentile of durations in seconds, to the millisecond; null of none. */
export function secondsOfPercentile(durations: BucketCounts, percent: number): number | null {
  const ms = percentileOf(durations, percent)
  return ms === null ? null : Math.round(ms) / 1000
}

/** 0.001 is no binary number: milliseconds are divided by 1000 whole, so that 918,737 ms are 918.737 s. */
function scaled(numerator: number, scale: number, denominator = 1): number {
  return scale < 1 ? numerator / (denominator * Math.round(1 / scale)) : (numerator * scale) / denominator
}
