import { UsageError } from '../../errors'
import { onDays } from '../../time/day-span'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { Connection } from '../connection'
import type { StoredDefinition } from '../definitions/read-definitions'

/**
 * Rows of a version stay while somebody vouches for any day of it, whether or not readers still get it.
 *
 * @throws UsageError `version.signed-off`, naming the sign-off
 */
export async function refuseSignedOff(
  db: Connection,
  { definitionKey, name, version }: StoredDefinition,
): Promise<void> {
  const { rows } = await db.query<{
    first: LocalDate
    last: LocalDate
    days: number
    by: string
    at: number
  }>(
    `
    SELECT min(s.day) AS first, max(s.day) AS last, count(*) AS days, o.by_whom AS by, o.at
      FROM signed_off s
      JOIN sign_off o USING (sign_off_key)
     WHERE s.definition_key = $1
     GROUP BY o.sign_off_key
     ORDER BY o.sign_off_key LIMIT 1`,
    [definitionKey],
  )
  const [signed] = rows
  if (signed === undefined) return
  const { first, last, by, at } = signed
  const reference = `${name}@${version}`
  throw new UsageError(
    `${reference} is signed off ${onDays({ first, last })} (by ${by} on ${utcDay(at)}): somebody vouches for these rows.`,
    {
      code: 'version.signed-off',
      fields: { kpi: name, version, first, last },
      advice: `Open them first: retally reopen ${reference} --from ${first} --to ${last} --by … --why …`,
    },
  )
}
