/**
 * What definitions observe: conversations one by one, or contacts beside the other contacts of the same customer. Each
 * subject has a revision a day, by which the ledger knows which days are behind, and a row of `result` names its subject.
 *
 * Every published view says whether what it shows is provisional: it is until what it tells of is over (`unfinished`), and
 * until the archive reaches as far beyond it as such an observation may still change (`maturity_days`). A row names the rules of
 * quality that what it tells of breaks.
 */
import type { Knex } from 'knex'
import { computedMetrics, published } from './0006_views'
import { publishedDistribution } from './0010_distributions'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(dropViews)
  await knex.raw(subjects)
  await knex.raw(contacts)
  await knex.raw(finality)
  await knex.raw(createViews(asDivided))
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(dropViews)
  await knex.raw(`
    DROP VIEW known_until, subject_facts;
    ALTER TABLE rollup DROP COLUMN unfinished;
    ALTER TABLE ledger DROP COLUMN unfinished, DROP COLUMN pending_until, DROP COLUMN flaws;
    DROP TABLE quality_rule;
    ALTER TABLE kpi_definition DROP COLUMN subject, DROP COLUMN maturity_days;
    DROP TABLE contact, customer;
    DELETE FROM subject_day WHERE subject <> 'conversation';
    ALTER TABLE subject_day DROP CONSTRAINT subject_day_pkey;
    ALTER TABLE subject_day DROP COLUMN subject;
    ALTER TABLE subject_day ADD CONSTRAINT conversation_day_pkey PRIMARY KEY (day);
    ALTER TABLE subject_day RENAME COLUMN subjects TO conversations;
    ALTER TABLE subject_day RENAME TO conversation_day;
    ALTER TABLE result ALTER COLUMN flags TYPE smallint USING flags & 255;
    ALTER TABLE result RENAME COLUMN subject_key TO conversation_key`)
  await knex.raw(computedMetrics)
  await knex.raw(published)
  await knex.raw(publishedDistribution)
}

export const dropViews =
  'DROP VIEW published_distribution, published_rollup, published_by_version, published_current, computed_metrics'

const subjects = `
  ALTER TABLE conversation_day RENAME TO subject_day;
  ALTER TABLE subject_day RENAME COLUMN conversations TO subjects;
  ALTER TABLE subject_day ADD COLUMN subject text NOT NULL DEFAULT 'conversation';
  ALTER TABLE subject_day ALTER COLUMN subject DROP DEFAULT;
  ALTER TABLE subject_day DROP CONSTRAINT conversation_day_pkey;
  ALTER TABLE subject_day ADD PRIMARY KEY (subject, day);
  ALTER TABLE result RENAME COLUMN conversation_key TO subject_key;
  ALTER TABLE result ALTER COLUMN flags TYPE int;
`

/**
 * A customer is a pseudonym. A contact's `revision` is that of its day when it, or a contact of the same customer that a
 * definition may see beside it, last changed.
 */
const contacts = `
  CREATE TABLE customer (
    customer_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pseudonym text COLLATE "C" NOT NULL UNIQUE
  );

  CREATE TABLE contact (
    conversation_key bigint PRIMARY KEY,
    conversation_id text COLLATE "C" NOT NULL,
    day date NOT NULL,
    customer_key bigint REFERENCES customer,
    started_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    body json NOT NULL
  );
  CREATE INDEX contact_of_customer ON contact (customer_key, started_at, conversation_id) WHERE customer_key IS NOT NULL;
  CREATE INDEX contact_by_revision ON contact (day, revision);
`

/**
 * `pending_until`: the first instant that, once the archive reaches it, decides an observation which now waits for it. A day
 * is behind from then on although no fact of it changed. `known_until` is how far the archive reaches: null while nobody vouches.
 */
const finality = `
  ALTER TABLE kpi_definition
    ADD COLUMN subject text NOT NULL DEFAULT 'conversation',
    ADD COLUMN maturity_days int NOT NULL DEFAULT 3;
  ALTER TABLE ledger
    ADD COLUMN unfinished int NOT NULL DEFAULT 0,
    ADD COLUMN pending_until timestamptz,
    ADD COLUMN flaws jsonb NOT NULL DEFAULT '{}';
  ALTER TABLE rollup ADD COLUMN unfinished int NOT NULL DEFAULT 0;

  CREATE TABLE quality_rule (
    flag int PRIMARY KEY,
    name text NOT NULL UNIQUE
  );
  INSERT INTO quality_rule VALUES
    (256, 'handle-is-not-its-sum'), (512, 'talk-is-not-its-pieces'), (1024, 'held-is-not-its-pieces'),
    (2048, 'measured-from-segments'), (4096, 'answered-differs-from-queue-wait'), (8192, 'short-abandon-without-abandon'),
    (16384, 'outcome-unknown'), (32768, 'several-outcomes'), (65536, 'handle-apart-from-after-call-work'),
    (131072, 'over-target-without-answer');

  CREATE VIEW known_until AS
  SELECT greatest((SELECT max(complete_until) FROM watermark),
                  (SELECT max(data_available_until) FROM export WHERE selection_rule = 'file' AND state = 'complete')
         ) AS known_until;

  CREATE VIEW subject_facts AS
  SELECT 'conversation'::text AS subject, day, conversation_key AS subject_key, conversation_id AS subject_id,
         facts_revision AS revision
    FROM facts
   UNION ALL
  SELECT 'contact', day, conversation_key, conversation_id, revision
    FROM contact;
`

/** Of an observation that belongs to the instant `at`. */
function finalityOf(at: string, unfinished: string): string {
  return `CASE WHEN ${unfinished} OR k.known_until IS NULL OR k.known_until < ${at} + d.maturity_days * interval '1 day'
               THEN 'provisional' ELSE 'final' END AS finality`
}

function divided(of: string): string {
  return `CASE WHEN d.denominator IS NULL THEN d.scale * ${of}.parts[d.numerator]
              WHEN d.scale < 1 THEN ${of}.parts[d.numerator] / (nullif(${of}.parts[d.denominator], 0) * round(1 / d.scale))
              ELSE d.scale * ${of}.parts[d.numerator] / nullif(${of}.parts[d.denominator], 0)
         END`
}

export const asDivided: Shown = { ofRow: divided('r'), ofSums: divided('s'), moreOfRow: '', moreOfSums: '' }

/** What the views show of an observation and of a cell: expressions of a row `r`, of sums `s`, and of their definition `d`. */
export interface Shown {
  ofRow: string
  ofSums: string
  /** Pairs of the metadata, each with a comma behind it. */
  moreOfRow: string
  /** Columns, each with a comma before it. */
  moreOfSums: string
}

export function createViews({ ofRow, ofSums, moreOfRow, moreOfSums }: Shown): string {
  return [viewOfRows(ofRow, moreOfRow), viewsOfRows, viewOfRollups(ofSums, moreOfSums), viewOfDurations].join(
    '',
  )
}

export const viewOfRows = (value: string, more: string) => `
  CREATE VIEW computed_metrics AS
  SELECT c.conversation_id AS interaction_id,
         d.name AS metric_type,
         d.version AS metric_version,
         r.ordinal,
         r.at AS timestamp_utc,
         nullif(a.agent_id, '') AS agent_id,
         ${value} AS metric_value,
         jsonb_build_object(
           'queue', nullif(q.queue_id, ''),
           'mediaType', nullif(m.media_type, ''),
           'direction', nullif(i.name, ''),
           'zone', nullif(z.zone, ''),
           'unit', d.unit,
           ${more}
           'parts', (SELECT jsonb_object_agg(part, value ORDER BY n)
                       FROM ROWS FROM (unnest(d.parts), unnest(r.parts)) WITH ORDINALITY AS p (part, value, n))
         ) AS metadata,
         r.run_key,
         ${finalityOf('r.at', 'r.flags & 4 <> 0')},
         ARRAY(SELECT name FROM quality_rule WHERE r.flags & flag <> 0 ORDER BY flag) AS quality
    FROM result r
    JOIN kpi_definition d USING (definition_key)
    LEFT JOIN conversation c ON c.conversation_key = r.subject_key AND d.subject IN ('conversation', 'contact')
    JOIN agent a USING (agent_key)
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key)
   CROSS JOIN known_until k
   WHERE r.flags & 1 = 0;
`

const viewsOfRows = `
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
`

const viewOfRollups = (value: string, more: string) => `
  CREATE VIEW published_rollup AS
  WITH summed AS (
    SELECT definition_key, interval_start, queue_key, media_key, direction, zone_key,
           sum(observations)::bigint AS observations,
           sum(without_zone)::bigint AS without_zone,
           sum(set_aside)::bigint AS set_aside,
           sum(unfinished)::bigint AS unfinished,
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
         s.unfinished,
         (SELECT jsonb_object_agg(part, value ORDER BY n)
            FROM ROWS FROM (unnest(d.parts), unnest(s.parts)) WITH ORDINALITY AS x (part, value, n)) AS parts,
         ${value} AS metric_value,
         ${finalityOf("s.interval_start + interval '15 minutes'", 's.unfinished > 0')}${more}
    FROM summed s
    JOIN kpi_definition d USING (definition_key)
    LEFT JOIN kpi_publication p ON p.definition_key = d.definition_key
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key)
   CROSS JOIN known_until k;
`

const viewOfDurations = `
  CREATE VIEW published_distribution AS
  WITH counted AS (
    SELECT r.definition_key, date_bin('15 minutes', r.at, 'epoch') AS interval_start, r.agent_key, r.queue_key, r.media_key,
           r.direction, r.zone_key, width_bucket(r.parts[d.distribution], b.bounds) - 1 AS bucket, count(*) AS observations,
           bool_or(r.flags & 4 <> 0) AS unfinished
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
         c.observations,
         ${finalityOf("c.interval_start + interval '15 minutes'", 'c.unfinished')}
    FROM counted c
    JOIN duration_bucket b USING (bucket)
    JOIN kpi_definition d USING (definition_key)
    LEFT JOIN kpi_publication p ON p.definition_key = d.definition_key
    JOIN agent a USING (agent_key)
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key)
   CROSS JOIN known_until k;
`
