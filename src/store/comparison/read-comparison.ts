import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { ComparisonSummary } from './store-comparison'

export interface StoredComparison {
  comparisonKey: number
  name: string
  aVersion: number
  bVersion: number
  /** UTC days, both included. */
  first: string
  last: string
  madeAt: Instant
  hash: string
  summary: ComparisonSummary
}

/**
 * The newest comparison of a version with another that is about all of a range of days, and younger than whatever was computed of both
 * on them since; null where there is none, or it is out of date: also while the rows of either version are dropped.
 */
export async function readComparison(
  db: Connection,
  of: { name: string; aVersion: number; bVersion: number; first: string; last: string },
): Promise<StoredComparison | null> {
  const { rows } = await db.query<StoredComparison>(
    `
    SELECT comparison_key AS "comparisonKey", name, a_version AS "aVersion", b_version AS "bVersion", first, last,
           made_at AS "madeAt", hash, summary
      FROM comparison c
     WHERE name = $1 AND a_version = $2 AND b_version = $3 AND first <= $4 AND last >= $5
       AND NOT EXISTS (SELECT FROM ledger l
                         JOIN kpi_definition d USING (definition_key)
                        WHERE d.name = $1 AND d.version IN ($2, $3) AND l.day BETWEEN $4 AND $5
                          AND l.computed_at > c.made_at)
       AND NOT EXISTS (SELECT FROM kpi_definition d
                        WHERE d.name = $1 AND d.version IN ($2, $3) AND d.dropped_at IS NOT NULL)
     ORDER BY comparison_key DESC LIMIT 1`,
    [of.name, of.aVersion, of.bVersion, of.first, of.last],
  )
  return rows[0] ?? null
}
