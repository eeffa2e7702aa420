/**
 * Agents' days: what the platform told of an agent on a UTC day, by user details and by published schedules, and the facts that
 * were folded from both. They are a subject of definitions like conversations.
 *
 * Values can be undefined for want of a part, and something over nothing can be infinite: the views show what
 * `src/kpis/value.ts` does.
 */
import type { Knex } from 'knex'
import { createViews, dropViews, type Shown } from './0012_subjects'
import { asAggregated } from './0014_aggregations'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(dropViews)
  await knex.raw(agentDays)
  await knex.raw(quarantine)
  await knex.raw(definitions)
  await knex.raw(subjects)
  await knex.raw(createViews(asShown))
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(dropViews)
  await knex.raw(subjectsBefore)
  await knex.raw(`
    DELETE FROM rollup WHERE definition_key IN (SELECT definition_key FROM kpi_definition WHERE subject = 'agent-day');
    DELETE FROM result WHERE definition_key IN (SELECT definition_key FROM kpi_definition WHERE subject = 'agent-day');
    DELETE FROM ledger WHERE definition_key IN (SELECT definition_key FROM kpi_definition WHERE subject = 'agent-day');
    DELETE FROM kpi_publication WHERE definition_key IN (SELECT definition_key FROM kpi_definition WHERE subject = 'agent-day');
    DELETE FROM kpi_definition WHERE subject = 'agent-day';
    DELETE FROM subject_day WHERE subject = 'agent-day';
    ALTER TABLE kpi_definition DROP COLUMN needs, DROP COLUMN over_nothing, DROP CONSTRAINT kpi_definition_aggregation_check,
      ADD CONSTRAINT kpi_definition_aggregation_check CHECK (aggregation IN ('count', 'ratio', 'mean', 'maximum', 'distinct', 'histogram'));
    DELETE FROM quarantine WHERE kind IN ('user-details', 'schedule');
    ALTER TABLE quarantine DROP COLUMN agent_id, DROP CONSTRAINT quarantine_kind_check;
    ALTER TABLE quarantine ADD CONSTRAINT quarantine_kind_check CHECK (kind IN ('conversation', 'day', 'line'));
    DROP TABLE agent_day_facts, agent_day_snapshot, agent_day_source, agent_day`)
  await knex.raw(createViews(asAggregated))
}

/**
 * The two sources of a day are asked for apart and change apart, so each has snapshots of its own; facts are folded from the
 * current one of both. `observed_at` of a source says when its current content was last seen.
 */
const agentDays = `
  CREATE TABLE agent_day (
    agent_day_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day date NOT NULL,
    agent_id text COLLATE "C" NOT NULL,
    UNIQUE (day, agent_id)
  );

  CREATE TABLE agent_day_source (
    agent_day_key bigint NOT NULL REFERENCES agent_day,
    source text NOT NULL CHECK (source IN ('user-details', 'schedule')),
    current_revision int NOT NULL,
    current_hash bytea NOT NULL,
    observed_at timestamptz NOT NULL,
    PRIMARY KEY (agent_day_key, source)
  );

  CREATE TABLE agent_day_snapshot (
    agent_day_key bigint NOT NULL,
    source text NOT NULL,
    revision int NOT NULL,
    content_hash bytea NOT NULL,
    observed_at timestamptz NOT NULL,
    export_key bigint NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (agent_day_key, source, revision)
  );

  CREATE TABLE agent_day_facts (
    agent_day_key bigint PRIMARY KEY REFERENCES agent_day,
    day date NOT NULL,
    agent_id text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    fold text NOT NULL,
    hash bytea NOT NULL,
    body bytea NOT NULL
  );
  CREATE INDEX agent_day_facts_by_revision ON agent_day_facts (day, revision);
`

const quarantine = `
  ALTER TABLE quarantine DROP CONSTRAINT quarantine_kind_check;
  ALTER TABLE quarantine ADD CONSTRAINT quarantine_kind_check
    CHECK (kind IN ('conversation', 'day', 'line', 'user-details', 'schedule'));
  ALTER TABLE quarantine ADD COLUMN agent_id text;
`

/** `needs`: positions in `parts` of those that must be above 0. `over_nothing`: what something over nothing is; null: undefined. */
const definitions = `
  ALTER TABLE kpi_definition
    ADD COLUMN needs smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN over_nothing float8,
    DROP CONSTRAINT kpi_definition_aggregation_check,
    ADD CONSTRAINT kpi_definition_aggregation_check
      CHECK (aggregation IN ('count', 'total', 'ratio', 'mean', 'maximum', 'distinct', 'histogram'));
`

/** How far agents' time reaches says nothing about conversations. */
const subjects = `
  CREATE OR REPLACE VIEW known_until AS
  SELECT greatest((SELECT max(complete_until) FROM watermark WHERE selection_rule NOT IN ('user-details', 'schedules')),
                  (SELECT max(data_available_until) FROM export WHERE selection_rule = 'file' AND state = 'complete')
         ) AS known_until;

  CREATE OR REPLACE VIEW subject_facts AS
  SELECT 'conversation'::text AS subject, day, conversation_key AS subject_key, conversation_id AS subject_id,
         facts_revision AS revision
    FROM facts
   UNION ALL
  SELECT 'contact', day, conversation_key, conversation_id, revision
    FROM contact
   UNION ALL
  SELECT 'agent-day', day, agent_day_key, agent_id, revision
    FROM agent_day_facts;
`

const subjectsBefore = `
  CREATE OR REPLACE VIEW known_until AS
  SELECT greatest((SELECT max(complete_until) FROM watermark),
                  (SELECT max(data_available_until) FROM export WHERE selection_rule = 'file' AND state = 'complete')
         ) AS known_until;

  CREATE OR REPLACE VIEW subject_facts AS
  SELECT 'conversation'::text AS subject, day, conversation_key AS subject_key, conversation_id AS subject_id,
         facts_revision AS revision
    FROM facts
   UNION ALL
  SELECT 'contact', day, conversation_key, conversation_id, revision
    FROM contact;
`

/** As `src/kpis/value.ts` has it. */
function quotient(of: string): string {
  const [numerator, denominator] = [`${of}.parts[d.numerator]`, `${of}.parts[d.denominator]`]
  const lacking = `EXISTS (SELECT FROM unnest(d.needs) AS n (part) WHERE ${of}.parts[n.part] <= 0)`
  return `CASE WHEN d.denominator IS NULL AND d.scale < 1 THEN ${numerator} / round(1 / d.scale)
              WHEN d.denominator IS NULL THEN d.scale * ${numerator}
              WHEN cardinality(d.needs) > 0 AND ${lacking} THEN NULL
              WHEN ${denominator} = 0 THEN CASE WHEN ${numerator} > 0 THEN d.over_nothing END
              WHEN d.scale < 1 THEN ${numerator} / (${denominator} * round(1 / d.scale))
              ELSE d.scale * ${numerator} / ${denominator}
         END`
}

export const asShown: Shown = {
  ...asAggregated,
  ofRow: `CASE WHEN d.numerator IS NULL THEN 1 ELSE ${quotient('r')} END`,
  ofSums: `CASE WHEN d.aggregation IN ('count', 'total', 'ratio', 'mean') THEN ${quotient('s')} END`,
}
