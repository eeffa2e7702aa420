/**
 * What becomes of versions that nobody reads any more: sealed into files, and dropped on purpose. A version that was dropped is in no view
 * from one moment to the next, however long its rows take to go or to come back.
 */
import type { Knex } from 'knex'
import { createViews, viewOfRows } from './0012_subjects'
import { asShown } from './0015_agent_days'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(lifecycle)
  await knex.raw(viewsOf('kept_definition'))
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(viewsOf('kpi_definition'))
  await knex.raw(`
    DROP VIEW kept_definition;
    DROP TABLE seal;
    ALTER TABLE kpi_definition DROP COLUMN dropped_at`)
}

/**
 * `dropped_at`: since when its rows are not here; null while they are. A seal is noted once its files were read back and found to be what
 * stands; `content_hash` says what stood, so that a seal which is out of date is known without its files.
 */
const lifecycle = `
  ALTER TABLE kpi_definition ADD COLUMN dropped_at timestamptz;

  CREATE VIEW kept_definition AS
  SELECT * FROM kpi_definition WHERE dropped_at IS NULL;

  CREATE TABLE seal (
    seal_key int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    definition_key int NOT NULL REFERENCES kpi_definition,
    folder text NOT NULL,
    manifest_hash text NOT NULL,
    content_hash text NOT NULL,
    at timestamptz NOT NULL,
    by_whom text NOT NULL
  );
  CREATE INDEX seal_of_definition ON seal (definition_key, seal_key);
  CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
`

/** All views of rows and roll-ups as they were, of the definitions that this table or view has. */
function viewsOf(definitions: string): string {
  const published = createViews(asShown).replaceAll('JOIN kpi_publication p', 'JOIN published_version p')
  const asKnown = viewOfRows(asShown.ofRow, asShown.moreOfRow)
    .replace('CREATE VIEW computed_metrics', 'CREATE VIEW metrics_as_known')
    .replace('FROM result r', 'FROM result_known r')
    .replace('AS quality\n', 'AS quality, definition_key, r.known_from, r.known_until\n')
  return (published + asKnown)
    .replaceAll('CREATE VIEW', 'CREATE OR REPLACE VIEW')
    .replaceAll('JOIN kpi_definition d', `JOIN ${definitions} d`)
}
