import { formatInstant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { utcDay } from '../../time/local-date'
import type { Connection } from '../connection'

/** Whether one of the definitions was computed on a UTC day of the interval, or posts anything into it from a day before. */
export async function hasNumbersIn(
  db: Connection,
  definitionKeys: readonly number[],
  { start, end }: Interval,
): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(
    `
    SELECT EXISTS (SELECT FROM ledger
                    WHERE definition_key = ANY ($1::int[]) AND day BETWEEN $2 AND $3 AND state = 'computed')
        OR EXISTS (SELECT FROM rollup
                    WHERE definition_key = ANY ($1::int[]) AND interval_start >= $4 AND interval_start < $5) AS has`,
    [definitionKeys, utcDay(start), utcDay(end - 1), formatInstant(start), formatInstant(end)],
  )
  return rows[0]?.has === true
}
