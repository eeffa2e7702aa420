/** What was sent back to the platform, what it answered, and what it therefore holds; and reconciliations made. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(delivery)
  await knex.raw(reconciliation)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE reconciliation, delivered_value, metric_sync_item, metric_sync_log')
}

/** A batch is written here before the call; `unknown` is a batch whose answer we never saw. */
const delivery = `
  CREATE TABLE metric_sync_log (
    batch_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sink text NOT NULL,
    idempotency_key text NOT NULL UNIQUE,
    state text NOT NULL
      CHECK (state IN ('sending', 'delivered', 'partial', 'failed', 'parked', 'unknown')),
    items int NOT NULL,
    attempts int NOT NULL DEFAULT 1,
    first_sent_at timestamptz NOT NULL,
    last_sent_at timestamptz NOT NULL,
    answered_at timestamptz,
    status int,
    failure_code text,
    failure_detail text,
    context_id text,
    run_key int
  );
  CREATE INDEX metric_sync_log_unfinished ON metric_sync_log (sink, state)
    WHERE state NOT IN ('delivered', 'parked');

  CREATE TABLE metric_sync_item (
    batch_key bigint NOT NULL REFERENCES metric_sync_log,
    ordinal int NOT NULL,
    agent_id text NOT NULL,
    date date NOT NULL,
    kpi text NOT NULL,
    version int NOT NULL,
    metric_id text NOT NULL,
    value numeric,
    count bigint NOT NULL,
    content_hash text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('pending', 'accepted', 'retry', 'parked')),
    code text,
    PRIMARY KEY (batch_key, ordinal)
  );
  CREATE INDEX metric_sync_item_of_agent ON metric_sync_item (agent_id, date, kpi);

  -- What the sink holds now. A null value means that it was told to forget the cell.
  CREATE TABLE delivered_value (
    sink text NOT NULL,
    agent_id text NOT NULL,
    date date NOT NULL,
    kpi text NOT NULL,
    version int NOT NULL,
    value numeric,
    count bigint NOT NULL,
    content_hash text NOT NULL,
    batch_key bigint NOT NULL,
    PRIMARY KEY (sink, agent_id, date, kpi)
  );
  CREATE INDEX delivered_value_by_date ON delivered_value (sink, date);
`

const reconciliation = `
  CREATE TABLE reconciliation (
    reconciliation_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    interval_start timestamptz NOT NULL,
    interval_end timestamptz NOT NULL,
    cells int NOT NULL,
    differing int NOT NULL,
    unexplained int NOT NULL,
    made_at timestamptz NOT NULL,
    run_key int,
    body jsonb NOT NULL
  );
`
