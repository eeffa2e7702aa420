import type { StandingRow } from '../../planning/standing'
import { grouped } from '../grouped'

/** Versions that stand alike in every column. */
export interface AlikeRow extends StandingRow {
  /** All of them, the first one included. */
  kpis: string[]
}

/** Rows that look the same as one, where the first of them stood: three years of thirty versions are mostly a few kinds of row. */
export function alikeAsOne(rows: readonly StandingRow[]): AlikeRow[] {
  const looks = ({ cells }: StandingRow) => JSON.stringify(cells.map((cell) => cell?.counts ?? null))
  return [...grouped(rows, looks).values()].map((alike) => ({
    ...(alike[0] as StandingRow),
    kpis: alike.map(({ kpi }) => kpi),
  }))
}
