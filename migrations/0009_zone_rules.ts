/**
 * The rules by which results were computed, by release of the tz database: when the data package is upgraded, what the new
 * release changes can be told from what was computed under the old one (`retally tz diff`).
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE zone_rules (
      zone text NOT NULL,
      tz_release text NOT NULL,
      starts bigint[] NOT NULL,
      offsets_ms int[] NOT NULL,
      PRIMARY KEY (zone, tz_release),
      CHECK (cardinality(starts) = cardinality(offsets_ms) - 1)
    )`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE zone_rules')
}
