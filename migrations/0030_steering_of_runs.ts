/** A run keeps that it is paused, and which days it was told to leave out: what it will not do is no longer its own to do (decision 62). */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE run ADD COLUMN paused boolean NOT NULL DEFAULT false,
                    ADD COLUMN skipped_days date[] NOT NULL DEFAULT '{}'`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE run DROP COLUMN paused, DROP COLUMN skipped_days')
}
