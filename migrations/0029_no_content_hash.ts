/**
 * Items of the sync log and delivered values have no hash of their content: version, value and count, of which it was made, stand beside it, and
 * these are what is compared (decision 59).
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE metric_sync_item DROP COLUMN content_hash;
    ALTER TABLE delivered_value DROP COLUMN content_hash`)
}

/** The hash as it was made: SHA-256 of the JSON list of version, value and count. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['metric_sync_item', 'delivered_value']) {
    await knex.raw(`
      ALTER TABLE ${table} ADD COLUMN content_hash text;
      UPDATE ${table}
         SET content_hash = encode(sha256(convert_to(
               concat('[', version, ',', coalesce(trim_scale(value)::text, 'null'), ',', count, ']'), 'UTF8')), 'hex');
      ALTER TABLE ${table} ALTER COLUMN content_hash SET NOT NULL`)
  }
}
