/**
 * An entry of quarantine may be discarded by somebody who says why, and opened again: an account of both, which is never changed. A day
 * that was discarded stands so in the ledger, for the versions that could not be computed on it.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(states('quarantine', `'open', 'released', 'discarded'`))
  await knex.raw(states('ledger', `'computed', 'quarantined', 'discarded'`))
  await knex.raw(decisions)
}

/** What was discarded waits in quarantine again; who decided it, and why, is lost. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE quarantine_decision;
    UPDATE quarantine SET state = 'open' WHERE state = 'discarded';
    UPDATE ledger SET state = 'quarantined' WHERE state = 'discarded'`)
  await knex.raw(states('quarantine', `'open', 'released'`))
  await knex.raw(states('ledger', `'computed', 'quarantined'`))
}

function states(table: string, allowed: string): string {
  return `
    ALTER TABLE ${table}
      DROP CONSTRAINT ${table}_state_check,
      ADD CONSTRAINT ${table}_state_check CHECK (state IN (${allowed}))`
}

const decisions = `
  CREATE TABLE quarantine_decision (
    decision_key int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quarantine_key bigint NOT NULL REFERENCES quarantine,
    action text NOT NULL CHECK (action IN ('discard', 'reopen')),
    at timestamptz NOT NULL,
    by_whom text NOT NULL CHECK (by_whom <> ''),
    why text NOT NULL CHECK (why <> '')
  );
  CREATE INDEX quarantine_decision_of_entry ON quarantine_decision (quarantine_key, decision_key);
  CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON quarantine_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
`
