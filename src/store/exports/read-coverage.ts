import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface CoverageRow {
  organisation: string
  day: string
  selectionRule: string
  coveredUntil: Instant
  complete: boolean
  settled: boolean
  exportKey: number
  exportedAt: Instant
  /** Up to when the platform vouched for its data when the day was last exported: how late that was, by its own clock. */
  availableUntil: Instant | null
}

/** What exports vouch for, for the days from `first` to `last` (both included). */
export async function readCoverage(
  db: Connection,
  range: { organisation: string; selectionRule?: string; first: string; last: string },
): Promise<CoverageRow[]> {
  const { rows } = await db.query<CoverageRow>(
    `
    SELECT organisation, day, selection_rule AS "selectionRule", covered_until AS "coveredUntil", complete, settled,
           export_key AS "exportKey", exported_at AS "exportedAt",
           (SELECT data_available_until FROM export e WHERE e.export_key = coverage.export_key) AS "availableUntil"
      FROM coverage
     WHERE organisation = $1 AND day BETWEEN $2 AND $3
       AND ($4::text IS NULL OR selection_rule = $4)
     ORDER BY day, selection_rule`,
    [range.organisation, range.first, range.last, range.selectionRule ?? null],
  )
  return rows
}

/** The first day that exports vouch for, also in part; null where they vouch for none. */
export async function readFirstCoveredDay(
  db: Connection,
  of: { organisation: string; selectionRule: string },
): Promise<string | null> {
  const { rows } = await db.query<{ day: string | null }>(
    'SELECT min(day) AS day FROM coverage WHERE organisation = $1 AND selection_rule = $2',
    [of.organisation, of.selectionRule],
  )
  return rows[0]?.day ?? null
}

/** Whether exports vouch for any day at all; if not, whatever is here came from files. */
export async function hasCoverage(
  db: Connection,
  of: { organisation: string; selectionRule: string },
): Promise<boolean> {
  const { rows } = await db.query(
    'SELECT 1 FROM coverage WHERE organisation = $1 AND selection_rule = $2 LIMIT 1',
    [of.organisation, of.selectionRule],
  )
  return rows.length > 0
}
