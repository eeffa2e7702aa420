/** Sums over the cells of a reconciliation: by cause, and by measure and definition. */
import type { CellPlace } from './account'
import { type Cause, unexplained } from './cause'
import type { Difference, Gap } from './difference'
import type { CauseTotal, MeasureTotal } from './reconciliation'

export interface ComparedCell extends Gap {
  readonly place: CellPlace
}

/** The causes that occur, the most frequent first. */
export function totalsByCause(differences: readonly Difference[], causes: readonly Cause[]): CauseTotal[] {
  const counts = new Map<string, number>()
  for (const { cause } of differences) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  const explanationOf = (name: string): string =>
    causes.find((cause) => cause.name === name)?.explanation ?? unexplainedMeans
  return [...counts]
    .map(([cause, count]) => ({ cause, explanation: explanationOf(cause), differences: count }))
    .sort((a, b) => b.differences - a.differences || (a.cause < b.cause ? -1 : 1))
}

const unexplainedMeans =
  'Nothing we know of accounts for these. Treat our number as doubtful until somebody has found the conversations behind them.'

/** Each measure and stat, once for each definition that claims it, over the whole interval, in order of their names. */
export function totalsByMeasure(
  cells: readonly ComparedCell[],
  differences: readonly Difference[],
): MeasureTotal[] {
  const totals = new Map<string, MeasureTotal>()
  const none = { said: null, computed: null, gap: 0, differences: 0, unexplainedGap: 0 }
  const keyOf = ({ measure, stat, kpi }: CellPlace): string => `${measure}\t${stat}\t${kpi}`
  for (const { place, said, computed, gap } of cells) {
    const { measure, stat, kpi } = place
    const total = totals.get(keyOf(place)) ?? { measure, stat, kpi, ...none }
    totals.set(keyOf(place), {
      ...total,
      said: added(total.said, said),
      computed: added(total.computed, computed),
      gap: total.gap + gap,
    })
  }
  for (const { cell, gap, cause } of differences) {
    const total = totals.get(keyOf(cell)) as MeasureTotal
    totals.set(keyOf(cell), {
      ...total,
      differences: total.differences + 1,
      unexplainedGap: total.unexplainedGap + (cause === unexplained ? gap : 0),
    })
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total)
}

function added(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b
}
