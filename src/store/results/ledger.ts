import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { isSignedOff } from '../sign-offs/signed-off'
import type { RowCounts } from './row-counts'

/** `discarded`: it could not be computed, and somebody decided to leave it so until facts or meaning change. */
export type LedgerState = 'computed' | 'quarantined' | 'discarded'

/** What stands for one definition version on one UTC day, and what it was made from. */
export interface LedgerEntry extends RowCounts {
  definitionKey: number
  day: string
  state: LedgerState
  fingerprint: string
  referenceFingerprint: string
  factsRevision: number
  /** The first instant that decides an unfinished observation once the archive reaches it; null where time alone decides nothing. */
  pendingUntil: Instant | null
  runKey: number
  computedAt: Instant
  detail: string | null
}

const ledgerColumns = `
  definition_key AS "definitionKey", day, state, fingerprint, reference_fingerprint AS "referenceFingerprint",
  facts_revision AS "factsRevision", rows, observations, without_zone AS "withoutZone", set_aside AS "setAside",
  unfinished, pending_until AS "pendingUntil", lacking, flaws, output_hash AS "outputHash", run_key AS "runKey",
  computed_at AS "computedAt", detail`

/** Entries of the days from `first` to `last` (both included), of all definitions or of those named. */
export async function readLedger(
  db: Connection,
  range: { first: string; last: string; definitionKeys?: readonly number[] },
): Promise<LedgerEntry[]> {
  const { rows } = await db.query<LedgerEntry>(
    `
    SELECT ${ledgerColumns} FROM ledger
     WHERE day BETWEEN $1 AND $2
       AND ($3::int[] IS NULL OR definition_key = ANY ($3))
     ORDER BY day, definition_key`,
    [range.first, range.last, range.definitionKeys ?? null],
  )
  return rows
}

export async function writeLedger(
  tx: Connection,
  entries: readonly Omit<LedgerEntry, 'state' | 'detail'>[],
): Promise<void> {
  if (entries.length === 0) return
  const each = <T>(of: (entry: Omit<LedgerEntry, 'state' | 'detail'>) => T) => entries.map(of)
  await tx.query(
    `
    INSERT INTO ledger (definition_key, day, state, fingerprint, reference_fingerprint, facts_revision, rows, observations,
                        without_zone, set_aside, output_hash, run_key, computed_at, unfinished, pending_until, lacking, flaws, detail)
    SELECT definition_key, day, 'computed', fingerprint, reference_fingerprint, facts_revision, rows, observations,
           without_zone, set_aside, output_hash, run_key, computed_at, unfinished, pending_until, lacking, flaws, NULL
      FROM unnest($1::int[], $2::date[], $3::text[], $4::text[], $5::bigint[], $6::int[], $7::int[], $8::int[], $9::int[],
                  $10::text[], $11::int[], $12::timestamptz[], $13::int[], $14::timestamptz[], $15::jsonb[], $16::jsonb[])
           AS e (definition_key, day, fingerprint, reference_fingerprint, facts_revision, rows, observations, without_zone,
                 set_aside, output_hash, run_key, computed_at, unfinished, pending_until, lacking, flaws)
     ORDER BY definition_key, day
        ON CONFLICT (definition_key, day) DO UPDATE
       SET state = excluded.state,
           fingerprint = excluded.fingerprint,
           reference_fingerprint = excluded.reference_fingerprint,
           facts_revision = excluded.facts_revision,
           rows = excluded.rows,
           observations = excluded.observations,
           without_zone = excluded.without_zone,
           set_aside = excluded.set_aside,
           lacking = excluded.lacking,
           flaws = excluded.flaws,
           output_hash = excluded.output_hash,
           run_key = excluded.run_key,
           computed_at = excluded.computed_at,
           unfinished = excluded.unfinished,
           pending_until = excluded.pending_until,
           detail = NULL`,
    [
      each((entry) => entry.definitionKey),
      each((entry) => entry.day),
      each((entry) => entry.fingerprint),
      each((entry) => entry.referenceFingerprint),
      each((entry) => entry.factsRevision),
      each((entry) => entry.rows),
      each((entry) => entry.observations),
      each((entry) => entry.withoutZone),
      each((entry) => entry.setAside),
      each((entry) => entry.outputHash),
      each((entry) => entry.runKey),
      each((entry) => formatInstant(entry.computedAt)),
      each((entry) => entry.unfinished),
      each((entry) => (entry.pendingUntil === null ? null : formatInstant(entry.pendingUntil))),
      each((entry) => JSON.stringify(entry.lacking)),
      each((entry) => JSON.stringify(entry.flaws)),
    ],
  )
}

/**
 * Notes that a day is in quarantine: it could not be computed under these meanings from the facts as they were. Rows of an
 * earlier computation stay and stay counted; once meaning or facts change, a recompute does the day in full. A definition
 * that another run has computed since this one began, from the same facts or newer ones, is left as it stands, and so is one that is signed off:
 * whoever holds the day's lock knows that it stays so. `detail` must hold no personal data.
 */
export async function markDay(
  db: Connection,
  mark: {
    definitions: readonly { definitionKey: number; fingerprint: string }[]
    day: string
    /** Of the facts that could not be computed, by subject; null when the attempt never read them: the day stays behind, and is tried again. */
    factsRevisions: Readonly<Record<string, number>> | null
    detail: string
    runKey: number
    at: Instant
  },
): Promise<void> {
  await db.query(
    `
    INSERT INTO ledger (definition_key, day, state, fingerprint, reference_fingerprint, facts_revision, rows, observations,
                        without_zone, set_aside, output_hash, run_key, computed_at, detail)
    SELECT k.definition_key, $3, 'quarantined', m.fingerprint, '', coalesce(($7::jsonb ->> k.subject)::bigint, 0),
           0, 0, 0, 0, '', $5, $6, $4
      FROM unnest($1::int[], $2::text[]) AS m (key, fingerprint)
      JOIN kpi_definition k ON k.definition_key = m.key
     WHERE NOT ${isSignedOff('k.definition_key', '$3')}
     ORDER BY 1
        ON CONFLICT (definition_key, day) DO UPDATE
       SET state = excluded.state,
           detail = excluded.detail,
           fingerprint = excluded.fingerprint,
           facts_revision = excluded.facts_revision,
           pending_until = NULL
     WHERE ledger.state <> 'computed'
        OR ledger.fingerprint <> excluded.fingerprint
        OR ledger.facts_revision < (SELECT coalesce(($7::jsonb ->> k.subject)::bigint, d.facts_revision)
                                      FROM kpi_definition k
                                      LEFT JOIN subject_day d ON d.subject = k.subject AND d.day = $3
                                     WHERE k.definition_key = ledger.definition_key)
        OR ledger.computed_at < (SELECT started_at FROM run WHERE run_key = $5)`,
    [
      mark.definitions.map(({ definitionKey }) => definitionKey),
      mark.definitions.map(({ fingerprint }) => fingerprint),
      mark.day,
      mark.detail,
      mark.runKey,
      formatInstant(mark.at),
      mark.factsRevisions === null ? null : JSON.stringify(mark.factsRevisions),
    ],
  )
}
