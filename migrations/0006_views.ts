/**
 * The views are the contract with everybody outside: tables may change under them.
 *
 * An observation that was set aside because its zone is missing is not a value: it is left out of
 * `computed_metrics` and counted in `published_rollup.set_aside`.
 *
 * Parts are divided as `src/kpis/value.ts` divides them, to the last digit: milliseconds by 1000, not by 0.001 times.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(partSums)
  await knex.raw(computedMetrics)
  await knex.raw(published)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP VIEW published_rollup, published_by_version, published_current, computed_metrics;
    DROP AGGREGATE sum_parts(bigint[]);
    DROP FUNCTION add_parts(bigint[], bigint[])`)
}

const partSums = `
  CREATE FUNCTION add_parts(a bigint[], b bigint[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT array_agg(coalesce(x, 0) + coalesce(y, 0) ORDER BY n)
          FROM ROWS FROM (unnest(a), unnest(b)) WITH ORDINALITY AS part (x, y, n)';

  CREATE AGGREGATE sum_parts(bigint[]) (
    SFUNC = add_parts, STYPE = bigint[], INITCOND = '{}', COMBINEFUNC = add_parts, PARALLEL = SAFE
  );
`

export const computedMetrics = `
  CREATE VIEW computed_metrics AS
  SELECT c.conversation_id AS interaction_id,
         d.name AS metric_type,
         d.version AS metric_version,
         r.ordinal,
         r.at AS timestamp_utc,
         nullif(a.agent_id, '') AS agent_id,
         CASE WHEN d.denominator IS NULL THEN d.scale * r.parts[d.numerator]
              WHEN d.scale < 1 THEN r.parts[d.numerator] / (nullif(r.parts[d.denominator], 0) * round(1 / d.scale))
              ELSE d.scale * r.parts[d.numerator] / nullif(r.parts[d.denominator], 0)
         END AS metric_value,
         jsonb_build_object(
           'queue', nullif(q.queue_id, ''),
           'mediaType', nullif(m.media_type, ''),
           'direction', nullif(i.name, ''),
           'zone', nullif(z.zone, ''),
           'unit', d.unit,
           'parts', (SELECT jsonb_object_agg(part, value ORDER BY n)
                       FROM ROWS FROM (unnest(d.parts), unnest(r.parts)) WITH ORDINALITY AS p (part, value, n))
         ) AS metadata,
         r.run_key
    FROM result r
    JOIN kpi_definition d USING (definition_key)
    JOIN conversation c USING (conversation_key)
    JOIN agent a USING (agent_key)
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key)
   WHERE r.flags & 1 = 0;
`

export const published = `
  CREATE VIEW published_by_version AS
  SELECT m.*, d.state, p.definition_key IS NOT NULL AS active
    FROM computed_metrics m
    JOIN kpi_definition d ON d.name = m.metric_type AND d.version = m.metric_version
    LEFT JOIN kpi_publication p ON p.definition_key = d.definition_key;

  CREATE VIEW published_current AS
  SELECT m.*
    FROM computed_metrics m
    JOIN kpi_definition d ON d.name = m.metric_type AND d.version = m.metric_version
    JOIN kpi_publication p ON p.definition_key = d.definition_key;

  CREATE VIEW published_rollup AS
  WITH summed AS (
    SELECT definition_key, interval_start, queue_key, media_key, direction, zone_key,
           sum(observations)::bigint AS observations,
           sum(without_zone)::bigint AS without_zone,
           sum(set_aside)::bigint AS set_aside,
           sum_parts(parts) AS parts
      FROM rollup
     GROUP BY definition_key, interval_start, queue_key, media_key, direction, zone_key
  )
  SELECT d.name AS metric_type,
         d.version AS metric_version,
         p.definition_key IS NOT NULL AS active,
         s.interval_start,
         nullif(q.queue_id, '') AS queue_id,
         q.name AS queue_name,
         nullif(m.media_type, '') AS media_type,
         nullif(i.name, '') AS direction,
         nullif(z.zone, '') AS zone,
         s.observations,
         s.without_zone,
         s.set_aside,
         (SELECT jsonb_object_agg(part, value ORDER BY n)
            FROM ROWS FROM (unnest(d.parts), unnest(s.parts)) WITH ORDINALITY AS x (part, value, n)) AS parts,
         CASE WHEN d.denominator IS NULL THEN d.scale * s.parts[d.numerator]
              WHEN d.scale < 1 THEN s.parts[d.numerator] / (nullif(s.parts[d.denominator], 0) * round(1 / d.scale))
              ELSE d.scale * s.parts[d.numerator] / nullif(s.parts[d.denominator], 0)
         END AS metric_value
    FROM summed s
    JOIN kpi_definition d USING (definition_key)
    LEFT JOIN kpi_publication p ON p.definition_key = d.definition_key
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key);
`
