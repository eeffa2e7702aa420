/**
 * What a partition was computed from is kept with what was done for it, so that it can be computed again from the archive and held
 * against what stands: the hash of its facts, how far the archive reached, which build, and which snapshots could be seen.
 *
 * Which transaction archived a snapshot says exactly who had seen it, without a lock and without a clock. A dump that is restored into
 * another cluster takes the numbers of transactions with it where they mean nothing; then the hash of the facts does not fit, and a
 * verification says so.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(archive)
  await knex.raw(sums)
  await knex.raw(receipts)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE computation DROP COLUMN facts_hash, DROP COLUMN known_until, DROP COLUMN code_version, DROP COLUMN seen;
    ALTER TABLE subject_day DROP COLUMN facts_hash;
    ALTER TABLE snapshot DROP COLUMN archived_in, DROP COLUMN earlier;
    ALTER TABLE agent_day_snapshot DROP COLUMN archived_in, DROP COLUMN earlier`)
}

/**
 * `archived_in`: null for what was there before this column. `earlier`: older than what was current when it came, so it never was.
 * Defaults are set apart from the columns: together they would write every snapshot there is anew.
 */
const archive = `
  ${stamped('snapshot')}
  UPDATE snapshot s SET earlier = true
    FROM conversation c
   WHERE s.revision > 1 AND c.conversation_key = s.conversation_key AND s.day = c.day AND s.revision > c.current_revision;

  ${stamped('agent_day_snapshot')}
  UPDATE agent_day_snapshot s SET earlier = true
    FROM agent_day_source c
   WHERE c.agent_day_key = s.agent_day_key AND c.source = s.source AND s.revision > c.current_revision;
`

function stamped(table: string): string {
  return `
  ALTER TABLE ${table} ADD COLUMN archived_in xid8, ADD COLUMN earlier boolean NOT NULL DEFAULT false;
  ALTER TABLE ${table} ALTER COLUMN archived_in SET DEFAULT pg_current_xact_id();`
}

const word = (position: number) =>
  `((get_byte(hash, ${position})::bigint << 24) | (get_byte(hash, ${position + 1}) << 16) | (get_byte(hash, ${position + 2}) << 8) | get_byte(hash, ${position + 3}))`

/** The sum of the first 128 bits of the hash of each subject's facts, modulo 2¹²⁸, as 32 hexadecimal digits. */
const sums = `
  ALTER TABLE subject_day ADD COLUMN facts_hash text NOT NULL DEFAULT repeat('0', 32);
  WITH told AS (
    SELECT 'conversation' AS subject, day, hash FROM facts
     UNION ALL
    SELECT 'contact', day, sha256(convert_to(coalesce(pseudonym, '') || E'\\n' || body::text, 'UTF8'))
      FROM contact
      LEFT JOIN customer USING (customer_key)
     UNION ALL
    SELECT 'agent-day', day, hash FROM agent_day_facts
  ), summed AS (
    SELECT subject, day,
           mod(sum(${word(0)}) * 79228162514264337593543950336 + sum(${word(4)}) * 18446744073709551616
               + sum(${word(8)}) * 4294967296 + sum(${word(12)}), 340282366920938463463374607431768211456) AS total
      FROM told
     GROUP BY subject, day
  )
  UPDATE subject_day d
     SET facts_hash = lpad(to_hex(div(total, 79228162514264337593543950336)::bigint), 8, '0')
                   || lpad(to_hex(mod(div(total, 18446744073709551616), 4294967296)::bigint), 8, '0')
                   || lpad(to_hex(mod(div(total, 4294967296), 4294967296)::bigint), 8, '0')
                   || lpad(to_hex(mod(total, 4294967296)::bigint), 8, '0')
    FROM summed s
   WHERE s.subject = d.subject AND s.day = d.day;
`

/** Of what was computed before these columns none of them is known. */
const receipts = `
  ALTER TABLE computation
    ADD COLUMN facts_hash text,
    ADD COLUMN known_until timestamptz,
    ADD COLUMN code_version text,
    ADD COLUMN seen pg_snapshot;
`
