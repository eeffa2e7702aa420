import type { Connection } from '../connection'

/** What a run computed for one definition and day, and from what. */
export interface RunOutputRow {
  kpi: string
  version: number
  day: string
  fingerprint: string
  referenceFingerprint: string
  /** SHA-256 over the day's facts in order of conversation: the same on any database. */
  factsHash: string
  outputHash: string
}

/** The ledger's entries that a run wrote, in order of definition and day, each with the hash of the facts as they are now. */
export async function readRunOutput(db: Connection, runKey: number): Promise<RunOutputRow[]> {
  const { rows } = await db.query<RunOutputRow>(
    `
    WITH computed AS (
      SELECT definition_key, day, fingerprint, reference_fingerprint, output_hash
        FROM ledger WHERE run_key = $1 AND state = 'computed'
    ), hashed AS (
      SELECT f.day, encode(sha256(string_agg(f.hash, ''::bytea ORDER BY f.conversation_id)), 'hex') AS facts_hash
        FROM facts f
       WHERE f.day IN (SELECT day FROM computed)
       GROUP BY f.day
    )
    SELECT d.name AS kpi, d.version, c.day, c.fingerprint, c.reference_fingerprint AS "referenceFingerprint",
           coalesce(h.facts_hash, '') AS "factsHash", c.output_hash AS "outputHash"
      FROM computed c
      JOIN kpi_definition d USING (definition_key)
      LEFT JOIN hashed h USING (day)
     ORDER BY d.name, d.version, c.day`,
    [runKey],
  )
  return rows
}
