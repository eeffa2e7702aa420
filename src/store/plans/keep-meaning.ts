import type { Meaning } from '../../planning/meaning'
import type { ReferenceState } from '../../planning/reference-state'
import type { Connection } from '../connection'

/**
 * Keeps what fingerprints stand for. They never stand for anything else; what was only half known is completed. What is known is not
 * even locked: that would write.
 */
export async function keepMeanings(
  db: Connection,
  meanings: readonly { fingerprint: string; basis: Meaning }[],
): Promise<void> {
  await db.query(
    `
    INSERT INTO meaning AS known (fingerprint, basis)
    SELECT DISTINCT ON (fingerprint) fingerprint, basis
      FROM unnest($1::text[], $2::jsonb[]) AS m (fingerprint, basis)
     WHERE NOT EXISTS (SELECT FROM meaning k WHERE k.fingerprint = m.fingerprint AND k.basis ? 'codeHash')
     ORDER BY fingerprint
        ON CONFLICT (fingerprint) DO UPDATE SET basis = excluded.basis`,
    [meanings.map(({ fingerprint }) => fingerprint), meanings.map(({ basis }) => JSON.stringify(basis))],
  )
}

/** Keeps the state of the reference tables behind fingerprints of them. What is known is left as it is. */
export async function keepReferenceState(
  db: Connection,
  fingerprints: readonly string[],
  state: ReferenceState,
): Promise<void> {
  await db.query(
    `
    INSERT INTO reference_state (fingerprint, state)
    SELECT DISTINCT fingerprint, $2::jsonb FROM unnest($1::text[]) AS f (fingerprint) ORDER BY 1
        ON CONFLICT DO NOTHING`,
    [fingerprints, JSON.stringify(state)],
  )
}

/** What of these fingerprints is known. */
export async function readMeanings(
  db: Connection,
  fingerprints: readonly string[],
): Promise<{ meanings: Map<string, Meaning>; states: Map<string, ReferenceState> }> {
  const { rows } = await db.query<{
    fingerprint: string
    basis: Meaning | null
    state: ReferenceState | null
  }>(
    `
    SELECT fingerprint, m.basis, r.state
      FROM unnest($1::text[]) AS f (fingerprint)
      LEFT JOIN meaning m USING (fingerprint)
      LEFT JOIN reference_state r USING (fingerprint)`,
    [fingerprints],
  )
  const meanings = rows.flatMap(({ fingerprint, basis }) =>
    basis === null ? [] : [[fingerprint, basis] as const],
  )
  const states = rows.flatMap(({ fingerprint, state }) =>
    state === null ? [] : [[fingerprint, state] as const],
  )
  return { meanings: new Map(meanings), states: new Map(states) }
}
