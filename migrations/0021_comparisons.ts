/**
 * A comparison of two stored versions that somebody made: a version is promoted on the strength of one. Kept are the values, the causes and
 * how much differed; the cells are made anew by whoever wants to see them.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE comparison (
      comparison_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL,
      a_version int NOT NULL,
      b_version int NOT NULL,
      first date NOT NULL,
      last date NOT NULL,
      made_at timestamptz NOT NULL,
      hash text NOT NULL,
      summary jsonb NOT NULL,
      CHECK (first <= last)
    );
    CREATE INDEX comparison_of_version ON comparison (name, b_version, made_at);
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE comparison')
}
