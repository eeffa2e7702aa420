import type { Connection } from '../connection'

/** What a run computed for one definition and day, and from what. */
export interface RunOutputRow {
  kpi: string
  version: number
  day: string
  fingerprint: string
  referenceFingerprint: string
  /** SHA-256 over the day's facts in order of conversation or agent: the same on any database. */
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
    ), told AS (
      SELECT 'conversation' AS subject, day, conversation_id AS id, hash FROM facts WHERE day IN (SELECT day FROM computed)
       UNION ALL
      SELECT 'agent-day', day, agent_id, hash FROM agent_day_facts WHERE day IN (SELECT day FROM computed)
    ), hashed AS (
      SELECT subject, day, encode(sha256(string_agg(hash, ''::bytea ORDER BY id)), 'hex') AS facts_hash
        FROM told
       GROUP BY subject, day
    )
    SELECT d.name AS kpi, d.version, c.day, c.fingerprint, c.reference_fingerprint AS "referenceFingerprint",
           coalesce(h.facts_hash, '') AS "factsHash", c.output_hash AS "outputHash"
      FROM computed c
      JOIN kpi_definition d USING (definition_key)
      LEFT JOIN hashed h ON h.day = c.day AND h.subject = CASE d.subject WHEN 'agent-day' THEN d.subject ELSE 'conversation' END
     ORDER BY d.name, d.version, c.day`,
    [runKey],
  )
  return rows
}
