import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'
import { periodsGiven, periodsParameters, type VersionPeriod } from './period'
import { isSignedOff } from './signed-off'

export interface ProvisionalDay {
  definitionKey: number
  day: LocalDate
  /** How many of the partition's observations may still change by themselves. */
  observations: number
}

/**
 * Open partitions with observations that are not final, by the rule of the views: what they tell of is not over, or the archive does not
 * reach as far beyond them as they may still change. Read from roll-ups: the grain is coarser by a quarter hour, on the side of caution.
 */
export async function readProvisional(
  db: Connection,
  periods: readonly VersionPeriod[],
): Promise<ProvisionalDay[]> {
  const { rows } = await db.query<ProvisionalDay>(
    `
    WITH not_final AS (
      SELECT r.definition_key, r.day,
             CASE WHEN u.known_until IS NULL
                    OR u.known_until < r.interval_start + interval '15 minutes' + k.maturity_days * interval '1 day'
                  THEN r.observations ELSE r.unfinished END AS observations
        FROM ${periodsGiven}
        JOIN kpi_definition k USING (definition_key)
        JOIN rollup r ON r.definition_key = p.definition_key AND r.day BETWEEN p.first AND p.last
       CROSS JOIN known_until u
    )
    SELECT definition_key AS "definitionKey", day, sum(observations)::int AS observations
      FROM not_final
     WHERE observations > 0 AND NOT ${isSignedOff('not_final.definition_key', 'not_final.day')}
     GROUP BY definition_key, day
     ORDER BY day, definition_key`,
    periodsParameters(periods),
  )
  return rows
}
