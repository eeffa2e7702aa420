import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { utcDay } from '../../time/local-date'
import type { Connection } from '../connection'

/** Stored results of one definition that were reckoned by a zone's rules. */
export interface ResultsUnderRules {
  kpi: string
  version: number
  /** UTC days of the subjects, both included. */
  first: string
  last: string
  /** Rows on these days; 0 where the rules may have left out what there is. */
  observations: number
}

/** Which results are asked for. */
export interface UnderRules {
  definitionKeys: readonly number[]
  /** They stand as they were computed under this release. */
  release: string
  /** Zones of observations. */
  zones: readonly string[]
  interval: Interval
  /** Days by which the rules of an instant may decide what lies beside it. */
  aroundDays: number
  /** Whether rules decide if there is an observation at all. */
  leavesOut: boolean
}

/**
 * Results whose observations lie in a zone during an interval, or around it, by definition. What decides an observation happened
 * between the beginning of its subject's day and its own instant. Of a definition that may leave out observations, days
 * count as well on which others of the same kind have some: a day of which everything was left out has no row that says so.
 */
export async function resultsUnderRules(db: Connection, of: UnderRules): Promise<ResultsUnderRules[]> {
  const aroundMs = of.aroundDays * 86_400_000
  const { rows } = await db.query<ResultsUnderRules>(
    `
    SELECT d.name AS kpi, d.version, min(u.day) AS first, max(u.day) AS last,
           coalesce(sum(u.observations) FILTER (WHERE u.definition_key = d.definition_key), 0)::bigint AS observations
      FROM kpi_definition d
      JOIN kpi_definition o
        ON o.definition_key = d.definition_key
        OR ($6 AND o.zone_anchor = d.zone_anchor AND o.subject = d.subject)
      JOIN rollup u ON u.definition_key = o.definition_key
      JOIN zone z USING (zone_key)
      JOIN ledger l ON l.definition_key = d.definition_key AND l.day = u.day
      JOIN run r ON r.run_key = l.run_key
     WHERE d.definition_key = ANY ($1::int[]) AND r.tz_release = $2 AND z.zone = ANY ($3::text[])
       AND u.interval_start > $4::timestamptz - interval '15 minutes' AND u.day <= $5::date
       AND u.observations > 0
     GROUP BY d.name, d.version
     ORDER BY d.name, d.version`,
    [
      of.definitionKeys,
      of.release,
      of.zones,
      instantBound(of.interval.start - aroundMs),
      dayBound(of.interval.end + aroundMs),
      of.leavesOut,
    ],
  )
  return rows
}

export function instantBound(instant: Instant): string {
  if (instant === Number.POSITIVE_INFINITY) return 'infinity'
  return instant === Number.NEGATIVE_INFINITY ? '-infinity' : formatInstant(instant)
}

/** The last UTC day that begins before an instant. */
export function dayBound(before: Instant): string {
  return Number.isFinite(before) ? utcDay(before - 1) : instantBound(before)
}
