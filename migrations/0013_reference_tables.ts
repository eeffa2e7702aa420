/**
 * More reference tables, all of them dated: teams and divisions of agents, sites and service-level targets of queues, names and
 * classes of wrap-up codes, what an hour costs. Calendars come in editions, belong to sites or queues, or are schedule groups of
 * the platform. The ledger counts the observations that lacked an entry in one of them.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables)
  await knex.raw(dated)
  await knex.raw(calendars)
  await knex.raw(`ALTER TABLE ledger ADD COLUMN lacking jsonb NOT NULL DEFAULT '{}'`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE ledger DROP COLUMN lacking;
    DROP TABLE schedule_group, queue_calendar, rate, wrap_up_class, queue_target, queue_site, agent_team;
    DELETE FROM site_calendar s USING site_calendar o WHERE o.site = s.site AND o.valid_from > s.valid_from;
    ALTER TABLE site_calendar DROP CONSTRAINT site_calendar_pkey, DROP COLUMN valid_from, ADD PRIMARY KEY (site);
    DELETE FROM wrap_up_code WHERE valid_to <> 'infinity';
    ALTER TABLE wrap_up_code DROP CONSTRAINT wrap_up_code_check, DROP CONSTRAINT wrap_up_code_pkey,
      DROP COLUMN valid_from, DROP COLUMN valid_to, ADD PRIMARY KEY (id, origin)`)
}

/** As in 0002: validity is half-open, an open bound is an infinity, and a file stands above the platform where it speaks. */
const tables = `
  CREATE TABLE agent_team (
    agent_id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('platform', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    team text,
    division text,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (agent_id, origin, valid_from),
    CHECK (valid_from < valid_to)
  );

  CREATE TABLE queue_site (
    queue_id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('platform', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    site text NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (queue_id, origin, valid_from),
    CHECK (valid_from < valid_to)
  );

  -- The medium '' stands for every medium that has no target of its own.
  CREATE TABLE queue_target (
    queue_id text NOT NULL,
    media_type text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('platform', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    target_ms bigint NOT NULL CHECK (target_ms > 0),
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (queue_id, media_type, origin, valid_from),
    CHECK (valid_from < valid_to)
  );

  CREATE TABLE wrap_up_class (
    id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('platform', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    class text NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (id, origin, valid_from),
    CHECK (valid_from < valid_to)
  );

  -- The site '' stands for every site that has no rate of its own.
  CREATE TABLE rate (
    site text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('platform', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    currency text NOT NULL,
    minor_per_hour bigint NOT NULL CHECK (minor_per_hour >= 0),
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (site, origin, valid_from),
    CHECK (valid_from < valid_to)
  );
`

/** A renamed code keeps its old name for the time before: definitions leave codes out by their names. */
const dated = `
  ALTER TABLE wrap_up_code
    ADD COLUMN valid_from timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN valid_to timestamptz NOT NULL DEFAULT 'infinity',
    ADD CONSTRAINT wrap_up_code_check CHECK (valid_from < valid_to),
    DROP CONSTRAINT wrap_up_code_pkey,
    ADD PRIMARY KEY (id, origin, valid_from);
`

/** A row an edition; `valid_from` repeats the date in its body. A schedule group keeps its editions together, in one row. */
const calendars = `
  ALTER TABLE site_calendar
    ADD COLUMN valid_from date NOT NULL DEFAULT '-infinity',
    DROP CONSTRAINT site_calendar_pkey,
    ADD PRIMARY KEY (site, valid_from);
  UPDATE site_calendar SET valid_from = (body->>'validFrom')::date WHERE body->>'validFrom' IS NOT NULL;

  CREATE TABLE queue_calendar (
    queue_id text NOT NULL,
    valid_from date NOT NULL DEFAULT '-infinity',
    body jsonb NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (queue_id, valid_from)
  );

  CREATE TABLE schedule_group (
    group_id text PRIMARY KEY,
    name text NOT NULL,
    editions jsonb NOT NULL,
    loaded_at timestamptz NOT NULL
  );
`
