import type { SummaryDimension } from '../../kpis/summary-dimensions'
import type { Sides } from './side'

/** The cells where nobody asks for others: days, by queue or by agent where both sides observe them. */
export function commonDimensions({ a, b }: Sides): SummaryDimension[] {
  for (const dimension of ['queue', 'agent'] as const) {
    const both = [a, b].every(({ definition }) => definition.dimensions.includes(dimension))
    if (both) return [dimension, 'day']
  }
  return ['day']
}
