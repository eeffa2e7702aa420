import type { StandingRow } from '../../planning/standing'

/** Versions that stand alike in every column. */
export interface AlikeRow extends StandingRow {
  /** All of them, the first one included. */
  kpis: string[]
}

/** Rows that look the same as one, where the first of them stood: three years of thirty versions are mostly a few kinds of row. */
export function alikeAsOne(rows: readonly StandingRow[]): AlikeRow[] {
  const groups = new Map<string, AlikeRow>()
  for (const row of rows) {
    const looks = JSON.stringify(row.cells.map((cell) => cell?.counts ?? null))
    const known = groups.get(looks)
    if (known === undefined) groups.set(looks, { ...row, kpis: [row.kpi] })
    else known.kpis.push(row.kpi)
  }
  return [...groups.values()]
}
