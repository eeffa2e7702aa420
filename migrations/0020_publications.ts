/**
 * Which version of a KPI is in force, from which instant of an observation on, and an account of who moved that, when and why, which is
 * never changed. What a published version said before it was computed anew is kept, so that a moment in the past can be asked.
 */
import type { Knex } from 'knex'
import { createViews, dropViews, viewOfRows } from './0012_subjects'
import { asShown } from './0015_agent_days'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(dropViews)
  await knex.raw(periods)
  await knex.raw(account)
  await knex.raw(past)
  await knex.raw(createViews(asShown).replaceAll('JOIN kpi_publication p', 'JOIN published_version p'))
  await knex.raw(effective)
  await knex.raw(metricsAsKnown)
  await knex.raw(asOf)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'DROP FUNCTION published_as_of(timestamptz); DROP VIEW metrics_as_known, published_effective',
  )
  await knex.raw(dropViews)
  await knex.raw(`
    DROP FUNCTION version_published_at(timestamptz);
    DROP VIEW result_known, known_run, published_version, version_in_force;
    DROP TABLE result_past, publication;
    DELETE FROM kpi_publication p
     WHERE EXISTS (SELECT FROM kpi_publication later WHERE later.name = p.name AND later.effective_from > p.effective_from);
    ALTER TABLE kpi_publication DROP CONSTRAINT kpi_publication_pkey, DROP COLUMN effective_from, ADD PRIMARY KEY (name)`)
  await knex.raw(createViews(asShown))
}

/** An instant and not a date: a date would become one by the zone of whoever asks. A period ends where the KPI's next one begins. */
const periods = `
  ALTER TABLE kpi_publication
    ADD COLUMN effective_from timestamptz NOT NULL DEFAULT '-infinity',
    DROP CONSTRAINT kpi_publication_pkey,
    ADD PRIMARY KEY (name, effective_from);
  ALTER TABLE kpi_publication ALTER COLUMN effective_from DROP DEFAULT;

  CREATE VIEW version_in_force AS
  SELECT name, definition_key, effective_from,
         lead(effective_from, 1, 'infinity') OVER (PARTITION BY name ORDER BY effective_from) AS effective_until, since, by_whom
    FROM kpi_publication;

  CREATE VIEW published_version AS
  SELECT name, definition_key
    FROM version_in_force
   WHERE effective_from <= now() AND now() < effective_until;
`

/**
 * `stands`: the periods of the KPI once the entry was made; null where it moved none. `first_day` and `last_day`: the UTC days it
 * was made to serve, or that are concerned.
 */
const account = `
  CREATE TABLE publication (
    publication_key int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    action text NOT NULL CHECK (action IN ('first', 'promote', 'rollback', 'retire', 'seal', 'drop', 'restore')),
    from_key int REFERENCES kpi_definition,
    to_key int REFERENCES kpi_definition,
    effective_from timestamptz,
    first_day date,
    last_day date,
    at timestamptz NOT NULL,
    by_whom text NOT NULL CHECK (by_whom <> ''),
    why text NOT NULL,
    evidence jsonb NOT NULL,
    stands jsonb
  );
  CREATE INDEX publication_of_kpi ON publication (name, publication_key);

  INSERT INTO publication (name, action, to_key, effective_from, at, by_whom, why, evidence, stands)
  SELECT name, 'first', definition_key, effective_from, since, by_whom, 'it was published when this account was begun', '{}',
         jsonb_build_array(jsonb_build_object('effective_from', effective_from, 'definition_key', definition_key))
    FROM kpi_publication
   ORDER BY since, name;

  CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION refuse_change();

  CREATE FUNCTION version_published_at(moment timestamptz) RETURNS TABLE (name text, definition_key int) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (p.name) p.name, s.definition_key
      FROM (SELECT DISTINCT ON (name) name, stands
              FROM publication
             WHERE stands IS NOT NULL AND at <= moment
             ORDER BY name, publication_key DESC) p
     CROSS JOIN jsonb_to_recordset(p.stands) AS s (effective_from timestamptz, definition_key int)
     WHERE s.effective_from <= moment
     ORDER BY p.name, s.effective_from DESC
  $$;
`

/**
 * Rows that were replaced or went, of versions that were ever published. A row that stands is known since its run first computed
 * its day; where the same run did it again, a row that replaced another is known since that one was not.
 */
const past = `
  CREATE TABLE result_past (
    LIKE result,
    known_from timestamptz NOT NULL,
    known_until timestamptz NOT NULL,
    PRIMARY KEY (definition_key, day, subject_key, ordinal, known_until)
  );
  CREATE INDEX result_past_at ON result_past USING brin (at timestamptz_minmax_multi_ops) WITH (pages_per_range = 32);

  CREATE VIEW known_run AS
  SELECT definition_key, day, run_key, min(computed_at) AS known_from, count(*) AS times
    FROM computation
   GROUP BY definition_key, day, run_key;

  CREATE VIEW result_known AS
  SELECT r.*,
         greatest(coalesce(k.known_from, u.started_at, '-infinity'),
                  CASE WHEN k.times > 1 THEN
                       (SELECT max(p.known_until) FROM result_past p
                         WHERE p.definition_key = r.definition_key AND p.day = r.day AND p.subject_key = r.subject_key
                           AND p.ordinal = r.ordinal) END) AS known_from,
         'infinity'::timestamptz AS known_until
    FROM result r
    LEFT JOIN known_run k ON k.definition_key = r.definition_key AND k.day = r.day AND k.run_key = r.run_key
    LEFT JOIN run u ON u.run_key = r.run_key
   UNION ALL
  SELECT * FROM result_past;
`

/** The boundary between two versions is an instant of UTC; a row lies on one side of it. */
const effective = `
  CREATE VIEW published_effective AS
  SELECT m.*, p.effective_from
    FROM computed_metrics m
    JOIN kpi_definition d ON d.name = m.metric_type AND d.version = m.metric_version
    JOIN version_in_force p ON p.definition_key = d.definition_key
                           AND m.timestamp_utc >= p.effective_from AND m.timestamp_utc < p.effective_until;
`

const metricsAsKnown = viewOfRows(asShown.ofRow, asShown.moreOfRow)
  .replace('CREATE VIEW computed_metrics', 'CREATE VIEW metrics_as_known')
  .replace('FROM result r', 'FROM result_known r')
  .replace('AS quality\n', 'AS quality, definition_key, r.known_from, r.known_until\n')

/** Plain enough to be put in the place of its call, so that conditions of whoever asks reach the rows. */
const asOf = `
  CREATE FUNCTION published_as_of(moment timestamptz) RETURNS SETOF published_current LANGUAGE sql STABLE AS $$
    SELECT m.interaction_id, m.metric_type, m.metric_version, m.ordinal, m.timestamp_utc, m.agent_id, m.metric_value, m.metadata,
           m.run_key, m.finality, m.quality
      FROM version_published_at(moment) v
      JOIN metrics_as_known m ON m.definition_key = v.definition_key
     WHERE m.known_from <= moment AND m.known_until > moment
  $$;
`
