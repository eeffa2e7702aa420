import { UsageError } from '../../errors'
import { type DayRange, onDays } from '../../time/day-span'
import type { Instant } from '../../time/instant'
import type { ByWhom } from '../by-whom'
import { inTransaction, type Store } from '../open-store'
import { noteSignOff } from './note-sign-off'
import { lockKpisOf, periodsGiven, periodsParameters, type VersionPeriod } from './period'

export interface ReopenOrder extends ByWhom {
  range: DayRange
  periods: readonly VersionPeriod[]
  at: Instant
}

/**
 * Opens days again, whoever signed them off: the next recompute does them as any other. Days besides stay signed off.
 *
 * @returns how many days of versions were opened
 * @throws UsageError `sign-off.not-signed-off` where none of them is
 */
export async function reopen(
  store: Store,
  { range, periods, at, by, why }: ReopenOrder,
): Promise<{ signOffKey: number; days: number }> {
  return inTransaction(store, async (tx) => {
    await lockKpisOf(tx, periods)
    const { rows } = await tx.query<VersionPeriod & { days: number }>(
      `
      WITH opened AS (
        DELETE FROM signed_off s
         USING ${periodsGiven}
         WHERE s.definition_key = p.definition_key AND s.day BETWEEN p.first AND p.last
        RETURNING s.definition_key, s.day
      ), islands AS (
        SELECT *, day - (row_number() OVER (PARTITION BY definition_key ORDER BY day))::int AS island FROM opened
      )
      SELECT definition_key AS "definitionKey", min(day) AS first, max(day) AS last, count(*)::int AS days
        FROM islands
       GROUP BY definition_key, island
       ORDER BY definition_key, first`,
      periodsParameters(periods),
    )
    if (rows.length === 0) throw notSignedOff(range)
    const entry = { action: 'reopen', range, periods: rows, at, by, why, evidence: {} } as const
    const days = rows.reduce((sum, each) => sum + each.days, 0)
    return { signOffKey: await noteSignOff(tx, entry), days }
  })
}

function notSignedOff(range: DayRange): UsageError {
  return new UsageError(`Nothing is signed off ${onDays(range)}, so there is nothing to reopen.`, {
    code: 'sign-off.not-signed-off',
    fields: { ...range },
    advice: '`retally sign-offs` shows what was signed off and reopened.',
  })
}
