import type { Comparison, Difference } from '../../comparison/comparison'
import { canonicalJson } from '../../kpis/canonical-json'
import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { sha256 } from '../sha256'

/** What of a comparison of two versions of one KPI is kept. */
export interface ComparisonSummary extends Omit<Difference, 'foremost'> {
  cellsCompared: number
  cellsDiffering: number
}

/** Keeps what a comparison said of two stored versions; returns its key. */
export async function storeComparison(
  db: Connection,
  made: {
    comparison: Comparison
    /** UTC days, both included, that it was about as a whole. */
    first: string
    last: string
    /** Of the moment that was compared: what was computed later is not in it. */
    at: Instant
  },
): Promise<number> {
  const { comparison, first, last, at } = made
  const { a, b, whole, cells, cellsCompared } = comparison
  const { foremost: _, ...difference } = whole
  const summary: ComparisonSummary = { ...difference, cellsCompared, cellsDiffering: cells.length }
  const hash = sha256(
    canonicalJson({ kpi: b.kpi, a: a.version, b: b.version, first, last, summary }),
  ).toString('hex')
  const { rows } = await db.query<{ key: number }>(
    `
    INSERT INTO comparison (name, a_version, b_version, first, last, made_at, hash, summary)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING comparison_key AS key`,
    [b.kpi, a.version, b.version, first, last, formatInstant(at), hash, JSON.stringify(summary)],
  )
  return (rows[0] as { key: number }).key
}
