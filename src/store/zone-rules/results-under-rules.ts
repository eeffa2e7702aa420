import { formatInstant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'

/** Stored results of one definition that were reckoned by a zone's rules. */
export interface ResultsUnderRules {
  kpi: string
  version: number
  /** UTC days of the conversations, both included. */
  first: string
  last: string
  observations: number
}

/**
 * Results that stand as they were computed under a release, whose observations lie in a zone during an interval. Work that
 * began in it posts its value when it is done, so the day after counts as well.
 */
export async function resultsUnderRules(
  db: Connection,
  of: { zone: string; release: string; interval: Interval },
): Promise<ResultsUnderRules[]> {
  const { rows } = await db.query<ResultsUnderRules>(
    `
    SELECT d.name AS kpi, d.version, min(u.day) AS first, max(u.day) AS last, sum(u.observations)::bigint AS observations
      FROM rollup u
      JOIN zone z USING (zone_key)
      JOIN ledger l USING (definition_key, day)
      JOIN run r ON r.run_key = l.run_key
      JOIN kpi_definition d USING (definition_key)
     WHERE z.zone = $1 AND r.tz_release = $2
       AND u.interval_start >= $3::timestamptz - interval '15 minutes'
       AND u.interval_start < $4::timestamptz + interval '1 day'
     GROUP BY d.name, d.version
    HAVING sum(u.observations) > 0
     ORDER BY d.name, d.version`,
    [of.zone, of.release, bound(of.interval.start), bound(of.interval.end)],
  )
  return rows
}

function bound(instant: number): string {
  if (instant === Number.POSITIVE_INFINITY) return 'infinity'
  return instant === Number.NEGATIVE_INFINITY ? '-infinity' : formatInstant(instant)
}
