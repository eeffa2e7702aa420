import type { Connection } from '../connection'
import { isSignedOff } from '../sign-offs/signed-off'

/**
 * How many days were computed while the reference tables that a definition reads were others than now. A recompute of
 * these days replays them, and rewrites what comes out different; what is signed off
 * is not counted.
 */
export async function daysUnderOtherTables(
  db: Connection,
  wanted: {
    first: string
    last: string
    definitions: readonly { definitionKey: number; referenceFingerprint: string }[]
  },
): Promise<number> {
  const { rows } = await db.query<{ days: number }>(
    `
    SELECT count(DISTINCT l.day)::int AS days
      FROM unnest($3::int[], $4::text[]) AS w (definition_key, reference_fingerprint)
      JOIN ledger l USING (definition_key)
     WHERE l.day BETWEEN $1 AND $2 AND l.state = 'computed' AND l.reference_fingerprint <> w.reference_fingerprint
       AND NOT ${isSignedOff('l.definition_key', 'l.day')}`,
    [
      wanted.first,
      wanted.last,
      wanted.definitions.map(({ definitionKey }) => definitionKey),
      wanted.definitions.map(({ referenceFingerprint }) => referenceFingerprint),
    ],
  )
  return rows[0]?.days ?? 0
}
