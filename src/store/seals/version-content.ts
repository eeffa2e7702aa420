import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'

/** What stands of a version, in a few numbers. */
export interface VersionContent {
  /** UTC days in the ledger. */
  days: number
  first: LocalDate | null
  last: LocalDate | null
  rows: number
  /** Rows that were replaced and are kept for what was known once. */
  past: number
  /** Over every entry of the ledger, which vouches for rows and roll-ups, and over how much past there is. */
  contentHash: string
}

/** Two equal hashes: the same rows, computed by the same runs from the same facts. Costs a few thousand short lines, however many rows. */
export async function readVersionContent(db: Connection, definitionKey: number): Promise<VersionContent> {
  const { rows } = await db.query<VersionContent>(
    `
    WITH past AS (
      SELECT count(*) AS past, coalesce(max(known_until)::text, '') AS until FROM result_past WHERE definition_key = $1
    )
    SELECT count(l.day) AS days, min(l.day) AS first, max(l.day) AS last, coalesce(sum(l.rows), 0) AS rows, past,
           encode(sha256(convert_to(concat_ws(E'\\n', string_agg(
             concat_ws('|', l.day, l.state, l.fingerprint, l.reference_fingerprint, l.facts_revision, l.rows, l.output_hash,
                       l.run_key, l.computed_at), E'\\n' ORDER BY l.day), past, until), 'UTF8')), 'hex') AS "contentHash"
      FROM past
      LEFT JOIN ledger l ON l.definition_key = $1
     GROUP BY past, until`,
    [definitionKey],
  )
  return rows[0] as VersionContent
}

/** The months in which anything of a version is stored, `2026-10`, in order. */
export async function readMonths(db: Connection, definitionKey: number): Promise<string[]> {
  const { rows } = await db.query<{ month: string }>(
    `
    SELECT DISTINCT to_char(day, 'YYYY-MM') AS month
      FROM (SELECT day FROM ledger WHERE definition_key = $1
             UNION ALL
            SELECT day FROM result_past WHERE definition_key = $1) AS d
     ORDER BY 1`,
    [definitionKey],
  )
  return rows.map(({ month }) => month)
}
