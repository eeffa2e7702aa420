/**
 * Facts are stored as bytes: half the size of the JSON they were, and read more than twice as fast. What is there stays as it
 * was, in an older format; since the fold's version rises with the format, the next recompute folds it again from the archive.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE facts ALTER COLUMN body TYPE bytea USING convert_to(body, 'UTF8')`)
}

/** Bytes of the newer format are no text, so what was stored goes; the archive has what it was folded from. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE facts ALTER COLUMN body TYPE text USING ''`)
  await knex.raw(`UPDATE facts SET fold = ''`)
}
