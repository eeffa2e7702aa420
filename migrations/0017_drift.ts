/**
 * Drift: settled days of which the platform told otherwise when they were exported again, and the cells of KPIs that the recompute
 * after it moved. Without it a number that was called final could change, and only a run's count of rows would say so.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(drift)
  await knex.raw(driftCell)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE drift_cell, drift')
}

/**
 * A day of conversations' starts and the export that found it changed. `revisions`: those of the day's facts by subject, so that a
 * definition whose ledger stands on an earlier one is known to be moved by it.
 */
const drift = `
  CREATE TABLE drift (
    organisation text NOT NULL,
    day date NOT NULL,
    export_key bigint NOT NULL REFERENCES export,
    observed_at timestamptz NOT NULL,
    conversations int NOT NULL,
    changed_conversations int NOT NULL,
    new_conversations int NOT NULL,
    revisions jsonb NOT NULL,
    PRIMARY KEY (day, export_key)
  );
`

/** What a drifted day's changed conversations moved, by the UTC day on which a definition observes it: all that was observed on it. */
const driftCell = `
  CREATE TABLE drift_cell (
    day date NOT NULL,
    export_key bigint NOT NULL,
    definition_key int NOT NULL REFERENCES kpi_definition,
    observed_on date NOT NULL,
    run_key int NOT NULL,
    rows_written int NOT NULL,
    rows_deleted int NOT NULL,
    observations_before bigint NOT NULL,
    observations_after bigint NOT NULL,
    parts_before bigint[] NOT NULL,
    parts_after bigint[] NOT NULL,
    PRIMARY KEY (day, export_key, definition_key, observed_on),
    FOREIGN KEY (day, export_key) REFERENCES drift
  );
`
