import type { Subject } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** What a run computed for one definition and day, and from what. */
export interface RunOutputRow {
  kpi: string
  version: number
  subject: Subject
  day: string
  fingerprint: string
  referenceFingerprint: string
  /** Of the facts it was made from: the same on any database. */
  factsHash: string
  /** How far the archive reached; null while nobody vouched. */
  knownUntil: Instant | null
  outputHash: string
}

/** The partitions that a run computed, in order of definition and day, as its last computation of each left them. */
export async function readRunOutput(db: Connection, runKey: number): Promise<RunOutputRow[]> {
  const { rows } = await db.query<RunOutputRow>(
    `
    SELECT DISTINCT ON (d.name, d.version, c.day)
           d.name AS kpi, d.version, d.subject, c.day, c.fingerprint, c.reference_fingerprint AS "referenceFingerprint",
           coalesce(c.facts_hash, '') AS "factsHash", c.known_until AS "knownUntil", c.output_hash AS "outputHash"
      FROM computation c
      JOIN kpi_definition d USING (definition_key)
     WHERE c.run_key = $1
     ORDER BY d.name, d.version, c.day, c.computed_at DESC, c.facts_revision DESC`,
    [runKey],
  )
  return rows
}
