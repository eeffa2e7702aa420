/**
 * A plan that was shown is kept, and what its run then took. What a fingerprint stands for is kept as well: a plan can then say why a
 * partition is stale, and not only that it is.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(plans)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE plan;
    DROP TABLE reference_state;
    DROP TABLE meaning;
    ALTER TABLE run DROP COLUMN took, DROP COLUMN requests;
    ALTER TABLE export DROP COLUMN requests`)
}

/**
 * The run of an applied plan is the first of its workflow with a higher key than `after_run`: clocks of two machines cannot tell.
 * Exports made before they were counted have null requests. Of a meaning registered before this table the parameters are known.
 */
const plans = `
  CREATE TABLE plan (
    plan_key int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash text NOT NULL,
    made_at timestamptz NOT NULL,
    body jsonb NOT NULL,
    applied_at timestamptz,
    workflow_id text,
    after_run int,
    CHECK (num_nulls(applied_at, workflow_id, after_run) IN (0, 3))
  );
  CREATE UNIQUE INDEX plan_to_apply ON plan (hash) WHERE applied_at IS NULL;
  CREATE INDEX plan_applied ON plan (applied_at) WHERE applied_at IS NOT NULL;

  CREATE TABLE meaning (
    fingerprint text PRIMARY KEY,
    basis jsonb NOT NULL
  );
  INSERT INTO meaning
  SELECT fingerprint, jsonb_build_object('parameters', parameters) FROM kpi_definition
      ON CONFLICT DO NOTHING;

  CREATE TABLE reference_state (
    fingerprint text PRIMARY KEY,
    state jsonb NOT NULL
  );

  ALTER TABLE export ADD COLUMN requests int;
  ALTER TABLE run ADD COLUMN requests int NOT NULL DEFAULT 0, ADD COLUMN took jsonb;
`
