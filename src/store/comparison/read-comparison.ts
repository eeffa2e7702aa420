import type { Instant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'
import { haveSameHashes, readHashByDay } from './read-hash-by-day'
import type { ComparisonSummary } from './store-comparison'

export interface StoredComparison {
  comparisonKey: number
  name: string
  aVersion: number
  bVersion: number
  /** UTC days, both included. */
  first: LocalDate
  last: LocalDate
  madeAt: Instant
  hash: string
  summary: ComparisonSummary
}

export interface ComparedRange {
  name: string
  aVersion: number
  bVersion: number
  first: LocalDate
  last: LocalDate
}

/** A comparison, and why it says nothing of a range: it is of another one, or one of the two has other numbers since. */
export type JudgedComparison = StoredComparison & { lacks: 'range' | 'same-numbers' | null }

/** So many of the newest are looked at. */
const looked = 50

/** The comparisons of a version with another that were kept, the newest first, held against a range of days. */
export async function readComparisons(db: Connection, of: ComparedRange): Promise<JudgedComparison[]> {
  const { rows } = await db.query<StoredComparison>(
    `
    SELECT comparison_key AS "comparisonKey", name, a_version AS "aVersion", b_version AS "bVersion", first, last,
           made_at AS "madeAt", hash, summary
      FROM comparison
     WHERE name = $1 AND a_version = $2 AND b_version = $3
       -- Of a version whose rows were dropped there is nothing that it could still be about.
       AND NOT EXISTS (SELECT FROM kpi_definition d
                        WHERE d.name = $1 AND d.version IN ($2, $3) AND d.dropped_at IS NOT NULL)
     ORDER BY comparison_key DESC LIMIT ${looked}`,
    [of.name, of.aVersion, of.bVersion],
  )
  if (rows.length === 0) return []
  const now = await readHashByDay(db, of)
  return rows.map((kept) => ({ ...kept, lacks: lackOf(kept) }))

  function lackOf({ first, last, summary }: StoredComparison): JudgedComparison['lacks'] {
    if (first > of.first || last < of.last) return 'range'
    // Of those that were kept before it was noted what both came to, nobody can say that it is still so.
    const { standing: then } = summary
    return then !== undefined && haveSameHashes(then, now, of) ? null : 'same-numbers'
  }
}

/** The newest that is about all of the days, and of the numbers that both have on them now; null where none is. */
export function comparisonThatHolds(comparisons: readonly JudgedComparison[]): StoredComparison | null {
  return comparisons.find(({ lacks }) => lacks === null) ?? null
}
