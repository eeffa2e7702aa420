import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'
import { periodsGiven, periodsParameters, type VersionPeriod } from './period'
import { isSignedOff } from './signed-off'

/** Observations on the dates of periods that lie in partitions which nobody signed off: what they tell of began on other days. */
export interface ReachingIn {
  observations: number
  first: LocalDate
  last: LocalDate
}

/** Null where none do: then nothing that is observed on these dates, of UTC, can move. */
export async function readReachingIn(
  db: Connection,
  periods: readonly VersionPeriod[],
): Promise<ReachingIn | null> {
  const { rows } = await db.query<{ observations: number; first: LocalDate | null; last: LocalDate | null }>(
    `
    SELECT coalesce(sum(r.observations), 0)::int AS observations, min(r.day) AS first, max(r.day) AS last
      FROM ${periodsGiven}
      JOIN rollup r ON r.definition_key = p.definition_key
                   AND r.interval_start >= p.first AND r.interval_start < p.last + 1
                   AND r.day NOT BETWEEN p.first AND p.last
     WHERE r.observations > 0 AND NOT ${isSignedOff('r.definition_key', 'r.day')}`,
    periodsParameters(periods),
  )
  const [row] = rows
  if (row === undefined || row.first === null || row.last === null) return null
  return { observations: row.observations, first: row.first, last: row.last }
}
