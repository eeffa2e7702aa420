/**
 * The ledger says what stands; a computation says what was done, and is never changed: what a partition took, and when its numbers
 * were first known. Estimates and what was known at a moment in the past are read from here.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(computations)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE computation; DROP FUNCTION refuse_change()')
}

/** What stood before this table was there is known to have been computed then, and nothing of how. */
const computations = `
  CREATE TABLE computation (
    definition_key int NOT NULL REFERENCES kpi_definition,
    day date NOT NULL,
    computed_at timestamptz NOT NULL,
    run_key int NOT NULL,
    mode text NOT NULL CHECK (mode IN ('fresh', 'full', 'changed', 'before')),
    fingerprint text NOT NULL,
    reference_fingerprint text NOT NULL,
    facts_revision bigint NOT NULL,
    subjects_read int NOT NULL,
    rows int NOT NULL,
    written int NOT NULL,
    deleted int NOT NULL,
    elapsed_ms float8 NOT NULL,
    output_hash text NOT NULL
  );
  CREATE INDEX computation_of_day ON computation (definition_key, day, computed_at);
  CREATE INDEX computation_of_run ON computation (run_key);

  INSERT INTO computation
  SELECT definition_key, day, computed_at, run_key, 'before', fingerprint, reference_fingerprint, facts_revision, 0, rows, 0, 0, 0,
         output_hash
    FROM ledger
   WHERE state = 'computed';

  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
  END $$;
  CREATE TRIGGER never_changed BEFORE UPDATE ON computation FOR EACH ROW EXECUTE FUNCTION refuse_change();
`
