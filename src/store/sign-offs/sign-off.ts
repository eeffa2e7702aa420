import type { PoolClient } from 'pg'
import type { DayRange } from '../../time/day-span'
import type { Instant } from '../../time/instant'
import type { ByWhom } from '../by-whom'
import { inTransaction, type Store } from '../open-store'
import { lockDays } from '../results/day-lock'
import { noteSignOff } from './note-sign-off'
import { daysOfPeriods, lockKpisOf, periodsGiven, periodsParameters, type VersionPeriod } from './period'

export interface SignOffOrder extends ByWhom {
  range: DayRange
  periods: readonly VersionPeriod[]
  at: Instant
  /**
   * Asked once nobody can recompute these days or move what is published of these KPIs: gives what was known of the days, and
   * whatever it throws leaves everything as it stands.
   */
  provided: (tx: PoolClient) => Promise<object>
}

/**
 * Signs off days of versions: from now on whoever would recompute one of these partitions leaves it as it is. A recompute that is under
 * way is waited for, and its numbers are the ones that are signed off; one that comes later finds the day signed off in the snapshot
 * it works in, since it takes the same lock first.
 *
 * @returns the entry's key and how many days of versions it protects; null when all of them were signed off before
 */
export async function signOff(
  store: Store,
  { range, periods, at, by, why, provided }: SignOffOrder,
): Promise<{ signOffKey: number; days: number } | null> {
  return inTransaction(store, async (tx) => {
    await lockKpisOf(tx, periods)
    await lockDays(tx, daysOfPeriods(periods))
    const evidence = await provided(tx)
    if (!(await anyOpen(tx, periods))) return null
    const signOffKey = await noteSignOff(tx, { action: 'sign-off', range, periods, at, by, why, evidence })
    const { rowCount } = await tx.query(
      `
      INSERT INTO signed_off (definition_key, day, sign_off_key)
      SELECT p.definition_key, d.day::date, $4
        FROM ${periodsGiven}
       CROSS JOIN generate_series(p.first::timestamp, p.last, '1 day') AS d (day)
       ORDER BY 1, 2
          ON CONFLICT DO NOTHING`,
      [...periodsParameters(periods), signOffKey],
    )
    return { signOffKey, days: rowCount ?? 0 }
  })
}

async function anyOpen(tx: PoolClient, periods: readonly VersionPeriod[]): Promise<boolean> {
  const { rows } = await tx.query<{ open: boolean }>(
    `
    SELECT EXISTS (
      SELECT FROM ${periodsGiven}
       WHERE p.last - p.first + 1 > (SELECT count(*) FROM signed_off s
                                      WHERE s.definition_key = p.definition_key AND s.day BETWEEN p.first AND p.last)) AS open`,
    periodsParameters(periods),
  )
  return rows[0]?.open ?? false
}
