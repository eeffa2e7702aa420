/** Reference tables: what the platform's records do not say (zones, calendars) or say only as an id (wrap-up codes). */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(reference)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE agent_zone, queue_zone, wrap_up_code, site_calendar')
}

/**
 * Validity is half-open; an open bound is an infinity, so that the pairs compare and sort without nulls.
 * Rows of a file and rows of the platform's feed live side by side: the file wins where it speaks.
 */
const reference = `
  CREATE TABLE agent_zone (
    agent_id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('wfm', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    zone text NOT NULL,
    site text,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (agent_id, origin, valid_from),
    CHECK (valid_from < valid_to)
  );

  CREATE TABLE queue_zone (
    queue_id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('wfm', 'file')),
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    zone text NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (queue_id, origin, valid_from),
    CHECK (valid_from < valid_to)
  );

  CREATE TABLE wrap_up_code (
    id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('platform', 'file')),
    name text NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (id, origin)
  );

  -- The site '' stands for every site that has no calendar of its own.
  CREATE TABLE site_calendar (
    site text PRIMARY KEY,
    body jsonb NOT NULL,
    loaded_at timestamptz NOT NULL
  );
`
