import type { Connection } from '../connection'

/** Whether the partition of a definition (its key) and a day is signed off, as a condition of SQL. */
export function isSignedOff(definitionKey: string, day: string): string {
  return `EXISTS (SELECT FROM signed_off s WHERE s.definition_key = ${definitionKey} AND s.day = ${day})`
}

/** Those of the definitions that are signed off on a day. */
export async function readSignedOffOn(
  db: Connection,
  day: string,
  definitionKeys: readonly number[],
): Promise<Set<number>> {
  const { rows } = await db.query<{ definitionKey: number }>(
    'SELECT definition_key AS "definitionKey" FROM signed_off WHERE day = $1 AND definition_key = ANY ($2::int[])',
    [day, definitionKeys],
  )
  return new Set(rows.map(({ definitionKey }) => definitionKey))
}
