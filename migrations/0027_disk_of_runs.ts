/** A run keeps how much was on disk when it began, so that plans can say what runs took of it: no count of rows tells that. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE run ADD COLUMN bytes_before bigint')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE run DROP COLUMN bytes_before')
}
