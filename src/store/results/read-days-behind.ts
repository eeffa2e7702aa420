import type { Connection } from '../connection'
import { isSignedOff } from '../sign-offs/signed-off'
import { hasMoved, isDecided } from './behind'

/** A day on which a definition's results are not what its facts would give now. */
export interface DayBehindRow {
  day: string
  definitionKey: number
  /** Subjects of the definition that are in no result of it, or not as they are now known: all of them where no revision can tell. */
  conversations: number
  /** Whether results of an earlier computation stand. */
  hasResults: boolean
  /** Somebody decided to leave it so. */
  discarded: boolean
  /** Left behind on purpose: somebody vouched for what stands. */
  signedOff: boolean
}

/**
 * Days from `first` to `last` (both included) on which one of the definitions is missing, stale or in quarantine. Of a stale day only
 * the subjects whose facts came later are behind, and those of which time has decided what was pending. A day in quarantine carries the revision at which it could not be computed, and
 * one of another meaning owes nothing to any: there all are.
 */
export async function readDaysBehind(
  db: Connection,
  range: { first: string; last: string; definitionKeys: readonly number[] },
): Promise<DayBehindRow[]> {
  const { rows } = await db.query<DayBehindRow>(
    `
    SELECT d.day, k.definition_key AS "definitionKey", coalesce(l.rows, 0) > 0 AS "hasResults",
           coalesce(l.state = 'discarded', false) AS discarded,
           ${isSignedOff('k.definition_key', 'd.day')} AS "signedOff",
           CASE WHEN l.state = 'computed' AND l.fingerprint = k.fingerprint
                THEN least(d.subjects,
                           CASE WHEN ${isDecided} THEN l.unfinished ELSE 0 END
                           + (SELECT count(*) FROM subject_facts f
                               WHERE f.subject = k.subject AND f.day = d.day AND f.revision > l.facts_revision))
                ELSE d.subjects
           END AS conversations
      FROM subject_day d
      JOIN kpi_definition k USING (subject)
     CROSS JOIN known_until u
      LEFT JOIN ledger l ON l.day = d.day AND l.definition_key = k.definition_key
     WHERE d.day BETWEEN $1 AND $2
       AND k.definition_key = ANY ($3::int[])
       AND (l.state IS DISTINCT FROM 'computed' OR ${hasMoved()})
     ORDER BY d.day, k.definition_key`,
    [range.first, range.last, range.definitionKeys],
  )
  return rows
}
