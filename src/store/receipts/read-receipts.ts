import type { Subject } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** A partition's receipt: what it was computed from, by what, and what came out; beside it how it stands now. */
export interface Receipt {
  definitionKey: number
  kpi: string
  version: number
  subject: Subject
  day: string
  runKey: number
  computedAt: Instant
  fingerprint: string
  referenceFingerprint: string
  factsRevision: number
  /** Of the facts it was made from; null where that was not yet noted. */
  factsHash: string | null
  /** How far the archive reached, or reaches where that was not yet noted; null while nobody vouches. */
  knownUntil: Instant | null
  /** Of the build; null where that was not yet noted. */
  codeVersion: string | null
  /** Transactions whose snapshots it could see, as Postgres writes a snapshot; null where that was not yet noted. */
  seen: string | null
  rows: number
  outputHash: string
  /** The revision of the day's facts now. */
  revisionNow: number
  /** What the ledger vouches for now; null where it no longer vouches for the partition. */
  stands: { runKey: number; outputHash: string; rows: number } | null
}

export interface ReceiptsWanted {
  /** The partitions that this run computed, as its last computation of each left them; left out: those that stand, whoever computed them. */
  runKey?: number
  /** Only these; left out: all. */
  definitionKeys?: readonly number[]
  /** UTC days, both included. */
  first: string
  last: string
}

/** In order of day, then of definition. */
export async function readReceipts(db: Connection, wanted: ReceiptsWanted): Promise<Receipt[]> {
  const { rows } = await db.query<Receipt>(
    `
    WITH chosen AS (
      SELECT DISTINCT ON (c.definition_key, c.day) c.*
        FROM computation c
        LEFT JOIN ledger l ON $1::int IS NULL AND l.definition_key = c.definition_key AND l.day = c.day
                          AND l.run_key = c.run_key AND l.computed_at = c.computed_at
       WHERE c.day BETWEEN $2 AND $3
         AND ($4::int[] IS NULL OR c.definition_key = ANY ($4))
         AND CASE WHEN $1::int IS NULL THEN l.definition_key IS NOT NULL ELSE c.run_key = $1 END
       ORDER BY c.definition_key, c.day, c.computed_at DESC, c.facts_revision DESC
    )
    SELECT c.definition_key AS "definitionKey", d.name AS kpi, d.version, d.subject, c.day, c.run_key AS "runKey",
           c.computed_at AS "computedAt", c.fingerprint, c.reference_fingerprint AS "referenceFingerprint",
           c.facts_revision AS "factsRevision", c.facts_hash AS "factsHash",
           CASE WHEN c.code_version IS NULL THEN (SELECT known_until FROM known_until) ELSE c.known_until END AS "knownUntil",
           c.code_version AS "codeVersion", c.seen::text AS seen, c.rows, c.output_hash AS "outputHash",
           coalesce(s.facts_revision, 0) AS "revisionNow",
           CASE WHEN l.run_key IS NOT NULL
                THEN json_build_object('runKey', l.run_key, 'outputHash', l.output_hash, 'rows', l.rows) END AS stands
      FROM chosen c
      JOIN kpi_definition d USING (definition_key)
      LEFT JOIN ledger l ON l.definition_key = c.definition_key AND l.day = c.day
      LEFT JOIN subject_day s ON s.subject = d.subject AND s.day = c.day
     ORDER BY c.day, d.name, d.version`,
    [wanted.runKey ?? null, wanted.first, wanted.last, wanted.definitionKeys ?? null],
  )
  return rows
}
