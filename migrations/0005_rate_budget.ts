/** One row per organisation and bucket, shared by every worker: see src/store/rate-budget for the rule. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE rate_budget (
      organisation text NOT NULL,
      bucket text NOT NULL,
      tat timestamptz NOT NULL,
      step_ms float8 NOT NULL CHECK (step_ms > 0),
      burst int NOT NULL CHECK (burst >= 1),
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (organisation, bucket)
    )`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE rate_budget')
}
