/** What a run was asked to do, so that it can be asked again for what failed of it; how many requests it may make; and which exports it asked for. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE run ADD COLUMN input jsonb;
    ALTER TABLE export ADD COLUMN run_key int;
    CREATE INDEX export_of_run ON export (run_key);

    CREATE TABLE run_limit (
      run_key int PRIMARY KEY REFERENCES run,
      requests int NOT NULL,
      requests_left int NOT NULL CHECK (requests_left >= 0)
    );`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'DROP TABLE run_limit; ALTER TABLE export DROP COLUMN run_key; ALTER TABLE run DROP COLUMN input',
  )
}
