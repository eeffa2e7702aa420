/**
 * Sign-off: a period of a version whose numbers somebody vouched for. `signed_off` says what is protected now, `sign_off` who signed off and
 * reopened what, when and why, which is never changed.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(account)
  await knex.raw(protectedNow)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER stays_signed_off ON ledger;
    DROP FUNCTION refuse_signed_off();
    DROP TABLE signed_off, sign_off_version, sign_off`)
}

/** Days are UTC days of what is observed, as the ledger has them. A version may be in force for several stretches of the days asked for. */
const account = `
  CREATE TABLE sign_off (
    sign_off_key int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action text NOT NULL CHECK (action IN ('sign-off', 'reopen')),
    first_day date NOT NULL,
    last_day date NOT NULL,
    at timestamptz NOT NULL,
    by_whom text NOT NULL CHECK (by_whom <> ''),
    why text NOT NULL CHECK (why <> '' OR action = 'sign-off'),
    evidence jsonb NOT NULL,
    CHECK (first_day <= last_day)
  );

  CREATE TABLE sign_off_version (
    sign_off_key int NOT NULL REFERENCES sign_off,
    definition_key int NOT NULL REFERENCES kpi_definition,
    first_day date NOT NULL,
    last_day date NOT NULL,
    partitions int NOT NULL,
    output_hash text NOT NULL,
    PRIMARY KEY (sign_off_key, definition_key, first_day),
    CHECK (first_day <= last_day)
  );

  CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON sign_off FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON sign_off_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
`

/** Each day of the period, also one without facts: what comes late for it would move the period's numbers as well. */
const protectedNow = `
  CREATE TABLE signed_off (
    definition_key int NOT NULL REFERENCES kpi_definition,
    day date NOT NULL,
    sign_off_key int NOT NULL REFERENCES sign_off,
    PRIMARY KEY (definition_key, day)
  );
  CREATE INDEX signed_off_by ON signed_off (sign_off_key);

  CREATE FUNCTION refuse_signed_off() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    partition record := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
  BEGIN
    IF EXISTS (SELECT FROM signed_off s WHERE s.definition_key = partition.definition_key AND s.day = partition.day) THEN
      RAISE EXCEPTION 'definition % is signed off on %', partition.definition_key, partition.day USING ERRCODE = 'RT001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;
  CREATE TRIGGER stays_signed_off BEFORE INSERT OR UPDATE OR DELETE ON ledger
     FOR EACH ROW EXECUTE FUNCTION refuse_signed_off();
`
