import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { setAsideFlag } from '../results/result-row'

/** A stored row of one subject, with the run that wrote it. */
export interface RowOfSubject {
  ordinal: number
  at: Instant
  /** Null where it was set aside. */
  parts: number[] | null
  runKey: number
}

/** What is stored of one subject for one definition, in order of ordinals. */
export async function readRowsOfSubject(
  db: Connection,
  of: { definitionKey: number; day: string; subjectKey: number },
): Promise<RowOfSubject[]> {
  const { rows } = await db.query<RowOfSubject>(
    `
    SELECT ordinal, at, run_key AS "runKey", CASE WHEN flags & ${setAsideFlag} = 0 THEN parts END AS parts
      FROM result
     WHERE definition_key = $1 AND day = $2 AND subject_key = $3
     ORDER BY ordinal`,
    [of.definitionKey, of.day, of.subjectKey],
  )
  return rows
}
