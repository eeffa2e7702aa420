/**
 * Percentiles without keeping durations sorted: each duration is counted in a bucket that is at most 2 % wide, and counts
 * of any partitions add up by SUM. The bounds are those of `src/kpis/log-buckets.ts`, reckoned in whole numbers.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(buckets)
  await knex.raw(columns)
  await knex.raw(publishedDistribution)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP VIEW published_distribution;
    ALTER TABLE kpi_definition DROP COLUMN distribution, DROP COLUMN distribution_zeros;
    DROP TABLE duration_bucket`)
}

/** Bucket 0 holds durations of 0; `duration_ms` stands for every duration from `lower_ms` to `upper_ms`, within 1 %. */
const buckets = `
  CREATE TABLE duration_bucket (
    bucket int PRIMARY KEY,
    lower_ms bigint NOT NULL,
    upper_ms bigint NOT NULL,
    duration_ms float8 NOT NULL
  );

  INSERT INTO duration_bucket
  WITH RECURSIVE bound (bucket, lower_ms) AS (
    SELECT 0, 0::bigint
     UNION ALL
    SELECT bucket + 1, greatest(lower_ms + 1, (lower_ms * 101 + 98) / 99) FROM bound WHERE lower_ms <= 300000000000
  )
  SELECT bucket, lower_ms, upper_ms,
         CASE WHEN upper_ms = lower_ms THEN lower_ms::float8
              ELSE 2.0::float8 * lower_ms * upper_ms / (lower_ms + upper_ms) END
    FROM (SELECT bucket, lower_ms, coalesce(lead(lower_ms) OVER (ORDER BY bucket) - 1, lower_ms) AS upper_ms
            FROM bound) AS bounded;
`

/** `distribution`: the position in `parts` of the duration, from 1; without `distribution_zeros` a 0 there is no duration. */
const columns = `
  ALTER TABLE kpi_definition
    ADD COLUMN distribution smallint,
    ADD COLUMN distribution_zeros boolean NOT NULL DEFAULT false;
`

export const publishedDistribution = `
  CREATE VIEW published_distribution AS
  WITH counted AS (
    SELECT r.definition_key, date_bin('15 minutes', r.at, 'epoch') AS interval_start, r.agent_key, r.queue_key, r.media_key,
           r.direction, r.zone_key, width_bucket(r.parts[d.distribution], b.bounds) - 1 AS bucket, count(*) AS observations
      FROM (SELECT array_agg(lower_ms ORDER BY bucket) AS bounds FROM duration_bucket) b
     CROSS JOIN result r
      JOIN kpi_definition d USING (definition_key)
     WHERE r.flags & 1 = 0 AND (r.parts[d.distribution] > 0 OR r.parts[d.distribution] = 0 AND d.distribution_zeros)
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
  )
  SELECT d.name AS metric_type,
         d.version AS metric_version,
         p.definition_key IS NOT NULL AS active,
         c.interval_start,
         nullif(a.agent_id, '') AS agent_id,
         nullif(q.queue_id, '') AS queue_id,
         nullif(m.media_type, '') AS media_type,
         nullif(i.name, '') AS direction,
         nullif(z.zone, '') AS zone,
         c.bucket,
         b.duration_ms,
         c.observations
    FROM counted c
    JOIN duration_bucket b USING (bucket)
    JOIN kpi_definition d USING (definition_key)
    LEFT JOIN kpi_publication p ON p.definition_key = d.definition_key
    JOIN agent a USING (agent_key)
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key);
`
