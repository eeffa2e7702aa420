import type { Connection } from '../connection'
import { isSignedOff } from '../sign-offs/signed-off'

/**
 * Days whose facts these exports brought or changed, where one of the definitions does not stand on the facts as they
 * are now and nobody signed them off. Oldest first.
 */
export async function touchedDays(
  db: Connection,
  wanted: { exportKeys: readonly number[]; definitionKeys: readonly number[] },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    `
    SELECT DISTINCT d.day
      FROM export e
     CROSS JOIN unnest(e.touched_days) AS t (day)
     CROSS JOIN unnest($2::int[]) AS w (definition_key)
      JOIN kpi_definition k USING (definition_key)
      JOIN subject_day d ON d.day = t.day AND d.subject = k.subject
      LEFT JOIN ledger l ON l.definition_key = k.definition_key AND l.day = d.day
     WHERE e.export_key = ANY ($1)
       AND (l.day IS NULL OR l.facts_revision < d.facts_revision)
       AND NOT ${isSignedOff('k.definition_key', 'd.day')}
     ORDER BY d.day`,
    [wanted.exportKeys, wanted.definitionKeys],
  )
  return rows.map(({ day }) => day)
}
