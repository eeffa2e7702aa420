/**
 * An item of a batch whose answer was lost leaves open what the sink holds, until a later sending to the same place is accepted and
 * supersedes it. Also keeps why the sink refused an item, in its words, beside the code.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE metric_sync_item DROP CONSTRAINT metric_sync_item_outcome_check;
    ALTER TABLE metric_sync_item ADD CONSTRAINT metric_sync_item_outcome_check
      CHECK (outcome IN ('pending', 'accepted', 'retry', 'parked', 'superseded'));
    ALTER TABLE metric_sync_item ADD COLUMN reason text;
    CREATE INDEX metric_sync_item_unanswered ON metric_sync_item (date) WHERE outcome IN ('pending', 'retry');
    UPDATE metric_sync_item i
       SET outcome = 'superseded'
      FROM metric_sync_log l, delivered_value v
     WHERE l.batch_key = i.batch_key AND i.outcome IN ('pending', 'retry')
       AND (v.sink, v.agent_id, v.date, v.kpi) = (l.sink, i.agent_id, i.date, i.kpi)
       AND v.batch_key > i.batch_key;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX metric_sync_item_unanswered;
    ALTER TABLE metric_sync_item DROP COLUMN reason;
    UPDATE metric_sync_item SET outcome = 'retry' WHERE outcome = 'superseded';
    ALTER TABLE metric_sync_item DROP CONSTRAINT metric_sync_item_outcome_check;
    ALTER TABLE metric_sync_item ADD CONSTRAINT metric_sync_item_outcome_check
      CHECK (outcome IN ('pending', 'accepted', 'retry', 'parked'));
  `)
}
