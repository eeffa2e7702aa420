import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { RecomputedDefinition } from './day-to-recompute'
import type { LedgerEntry } from './ledger'

/** What was done for a partition, and what it was made from. */
export type Computation = RecomputedDefinition &
  Pick<
    LedgerEntry,
    'day' | 'fingerprint' | 'referenceFingerprint' | 'factsRevision' | 'runKey' | 'computedAt'
  > & {
    /** Of the facts it was made from, in whatever order they lie. */
    factsHash: string
    /** How far the archive reached; null while nobody vouched. */
    knownUntil: Instant | null
    codeVersion: string
  }

/**
 * Notes what was done, in the transaction that does it, for ever; and which other transactions it could see, by which its snapshots can
 * be found again. The time it took is the transaction's so far, in equal shares:
 * the definitions of a day are replayed side by side, over the same facts.
 */
export async function noteComputations(tx: Connection, done: readonly Computation[]): Promise<void> {
  if (done.length === 0) return
  const each = <T>(of: (computation: Computation) => T) => done.map(of)
  await tx.query(
    `
    INSERT INTO computation (definition_key, day, computed_at, run_key, mode, fingerprint, reference_fingerprint, facts_revision,
                             subjects_read, rows, written, deleted, output_hash, facts_hash, known_until, code_version,
                             elapsed_ms, seen)
    SELECT d.*, extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000 / $17, pg_current_snapshot()
      FROM unnest($1::int[], $2::date[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                  $9::int[], $10::int[], $11::int[], $12::int[], $13::text[], $14::text[], $15::timestamptz[], $16::text[]) AS d`,
    [
      each((one) => one.definitionKey),
      each((one) => one.day),
      each((one) => formatInstant(one.computedAt)),
      each((one) => one.runKey),
      each((one) => one.mode),
      each((one) => one.fingerprint),
      each((one) => one.referenceFingerprint),
      each((one) => one.factsRevision),
      each((one) => one.subjectsRead),
      each((one) => one.rows),
      each((one) => one.rowsWritten),
      each((one) => one.rowsDeleted),
      each((one) => one.outputHash),
      each((one) => one.factsHash),
      each((one) => (one.knownUntil === null ? null : formatInstant(one.knownUntil))),
      each((one) => one.codeVersion),
      done.length,
    ],
  )
}
