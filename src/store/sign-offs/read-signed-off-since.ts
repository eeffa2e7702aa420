import type { Instant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'

export interface SignedOffDay {
  definitionKey: number
  day: LocalDate
  /** When it was signed off. */
  since: Instant
}

/** The signed-off days of these definitions from `first` to `last`, both included. */
export async function readSignedOffSince(
  db: Connection,
  range: { first: LocalDate; last: LocalDate; definitionKeys: readonly number[] },
): Promise<SignedOffDay[]> {
  const { rows } = await db.query<SignedOffDay>(
    `
    SELECT s.definition_key AS "definitionKey", s.day, o.at AS since
      FROM signed_off s
      JOIN sign_off o USING (sign_off_key)
     WHERE s.day BETWEEN $1 AND $2 AND s.definition_key = ANY ($3::int[])`,
    [range.first, range.last, range.definitionKeys],
  )
  return rows
}
