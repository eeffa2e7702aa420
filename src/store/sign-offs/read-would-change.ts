import type { Connection } from '../connection'
import { hasMoved } from '../results/behind'

/** A version as it would be computed now. */
export interface VersionNow {
  definitionKey: number
  fingerprint: string
  /** Null: whatever the reference tables are. */
  referenceFingerprint: string | null
}

/**
 * The signed-off days that a recompute would do over if they were open: facts came for them, or what decides their numbers is another.
 * Of a range of days (both ends included) or of all, oldest first.
 */
export async function readWouldChange(
  db: Connection,
  wanted: { first?: string; last?: string; versions: readonly VersionNow[] },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    `
    SELECT DISTINCT s.day
      FROM unnest($3::int[], $4::text[], $5::text[]) AS w (definition_key, fingerprint, reference_fingerprint)
      JOIN signed_off s USING (definition_key)
      JOIN kpi_definition k USING (definition_key)
      JOIN subject_day d ON d.subject = k.subject AND d.day = s.day
     CROSS JOIN known_until u
      LEFT JOIN ledger l ON l.definition_key = s.definition_key AND l.day = s.day
     WHERE s.day BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
       AND (l.day IS NULL OR ${hasMoved('w.fingerprint')} OR l.reference_fingerprint <> w.reference_fingerprint)
     ORDER BY s.day`,
    [
      wanted.first ?? null,
      wanted.last ?? null,
      wanted.versions.map(({ definitionKey }) => definitionKey),
      wanted.versions.map(({ fingerprint }) => fingerprint),
      wanted.versions.map(({ referenceFingerprint }) => referenceFingerprint),
    ],
  )
  return rows.map(({ day }) => day)
}
