import type { Place } from '../../kpis/place'
import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { joinPlaceNames, placeNames } from './place-names'
import { rowsAsKnown } from './rows-as-known'

/** How many durations of each bucket lie in one place of the results. */
export interface DurationCell extends Place {
  /** Numbered as in `kpis/log-buckets.ts`; `counts` goes with them. */
  buckets: number[]
  counts: number[]
}

/** The durations of one definition's observations in an interval, as `published_distribution` counts them. */
export async function readDurations(
  db: Connection,
  wanted: { definitionKey: number; interval: Interval; asKnownAt?: Instant | undefined },
): Promise<DurationCell[]> {
  const { rows } = await db.query<DurationCell>(
    `
    SELECT s.at, ${placeNames},
           array_agg(s.bucket) AS buckets, array_agg(s.observations) AS counts
      FROM (
        SELECT date_bin('15 minutes', r.at, 'epoch') AS at, r.agent_key, r.queue_key, r.media_key, r.direction, r.zone_key,
               width_bucket(r.parts[d.distribution], b.bounds) - 1 AS bucket, count(*)::int AS observations
          FROM (SELECT array_agg(lower_ms ORDER BY bucket) AS bounds FROM duration_bucket) b
         CROSS JOIN ${rowsAsKnown(wanted.asKnownAt)} r
          JOIN kpi_definition d USING (definition_key)
         WHERE r.definition_key = $1 AND r.at >= $2 AND r.at < $3 AND r.flags & 1 = 0
           AND (r.parts[d.distribution] > 0 OR r.parts[d.distribution] = 0 AND d.distribution_zeros)
         GROUP BY 1, 2, 3, 4, 5, 6, 7) s${joinPlaceNames}
     GROUP BY 1, 2, 3, 4, 5, 6`,
    [wanted.definitionKey, formatInstant(wanted.interval.start), formatInstant(wanted.interval.end)],
  )
  return rows
}
