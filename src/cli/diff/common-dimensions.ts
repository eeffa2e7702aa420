import type { Declared } from '../../kpis/declared'
import type { SummaryDimension } from '../../kpis/summary-dimensions'

/** The cells where nobody asks for others: days, by queue or by agent where all of them observe these. */
export function commonDimensions(definitions: readonly Declared[]): SummaryDimension[] {
  for (const dimension of ['queue', 'agent'] as const) {
    if (definitions.every(({ dimensions }) => dimensions.includes(dimension))) return [dimension, 'day']
  }
  return ['day']
}
