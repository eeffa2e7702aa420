import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { type LedgerEntry, readLedger } from '../results/ledger'
import type { RowsOfAccount } from './read-differing-subjects'

/** What a definition's rows of one day were made from, and what they came to. */
export type ComputedDay = Pick<
  LedgerEntry,
  'day' | 'state' | 'fingerprint' | 'referenceFingerprint' | 'factsRevision' | 'outputHash'
>

/** How the days of a range (both ends included) stand, or stood at a moment: a day that was never computed is not there. */
export async function readComputedDays(
  db: Connection,
  { definitionKey, asKnownAt }: RowsOfAccount,
  range: { first: string; last: string },
): Promise<ComputedDay[]> {
  if (asKnownAt === undefined) return readLedger(db, { ...range, definitionKeys: [definitionKey] })
  return daysAsKnown(db, definitionKey, asKnownAt, range)
}

async function daysAsKnown(
  db: Connection,
  definitionKey: number,
  moment: Instant,
  { first, last }: { first: string; last: string },
): Promise<ComputedDay[]> {
  const { rows } = await db.query<ComputedDay>(
    `
    SELECT DISTINCT ON (day) day, 'computed' AS state, fingerprint, reference_fingerprint AS "referenceFingerprint",
           facts_revision AS "factsRevision", output_hash AS "outputHash"
      FROM computation
     WHERE definition_key = $1 AND day BETWEEN $2 AND $3 AND computed_at <= $4
     ORDER BY day, computed_at DESC`,
    [definitionKey, first, last, formatInstant(moment)],
  )
  return rows
}
