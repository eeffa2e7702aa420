import type { Aggregation, KpiDefinition, Unit } from './definition'

/** A value made of sums of parts: a numerator by a denominator, or by nothing. */
export interface Quotient {
  numerator: string
  denominator: string | null
  /** What the quotient is multiplied by: 0.001 makes seconds of milliseconds, 100 a percentage. */
  scale: number
  /** Parts without which there is no value: each must be above 0. */
  needs?: readonly string[]
  /** What something over nothing is, where it is not undefined. */
  overNothing?: 'infinite'
}

/**
 * The one place that knows whether a KPI's value is made of sums. It is for a count, a total, a ratio and a mean: their parts may be
 * added up over any intervals, agents and queues before they are divided. It is not for a maximum, a percentile, or a number of
 * different ones: no sum tells those, so they are had from the observations themselves, grouped as they are asked for, and
 * never from roll-ups. Null says so.
 */
export function quotientOf({
  aggregation,
  unit,
}: Pick<KpiDefinition, 'aggregation' | 'unit'>): Quotient | null {
  switch (aggregation.kind) {
    case 'count':
      return { numerator: aggregation.part, denominator: null, scale: 1 }
    case 'total':
      return { numerator: aggregation.part, denominator: null, scale: scaleOf(unit) }
    case 'ratio':
      return aggregation
    case 'mean':
      return { numerator: aggregation.sum, denominator: aggregation.count, scale: scaleOf(unit) }
    case 'maximum':
    case 'distinct':
    case 'histogram':
      return null
  }
}

/** Parts are whole milliseconds, hundredths of a score, thousandths of a cent, or whole numbers: what makes the unit of them. */
export function scaleOf(unit: Unit): number {
  if (unit === 'seconds' || unit === 'money') return 0.001
  return unit === 'score' ? 0.01 : 1
}

/** Each kind for people: what the value is of all that was observed. */
export const aggregationWords: Readonly<Record<Aggregation['kind'], string>> = {
  count: 'a sum',
  total: 'a sum, in its unit',
  ratio: 'a sum by a sum',
  mean: 'a sum by the number of what was summed',
  maximum: 'the largest; it cannot be added up',
  distinct: 'how many different ones; it cannot be added up',
  histogram: 'a percentile, right to 1 %; it cannot be added up',
}
