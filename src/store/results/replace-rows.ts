import type { PoolClient } from 'pg'
import type { Subject } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import { keepPast } from './keep-past'
import { resultColumns } from './result-row'
import { changeRollups } from './rollup-changes'
import { createRowChange, rowChangeColumns } from './row-change'

/**
 * A definition whose rows of a day are to be the staged ones; or, of subjects that changed after a revision, those that they were compared
 * with when `row_change` was filled.
 */
export interface DefinitionToReplace {
  definitionKey: number
  subject: Subject
  changedAfter: number | null
}

/** Temporary tables of one recompute's transaction. `replaceRows` fills `row_change` from `staged_result`; or whoever compared already did. */
export async function createStaging(tx: PoolClient): Promise<void> {
  await tx.query(`
    CREATE TEMP TABLE staged_result (LIKE result) ON COMMIT DROP;
    ${createRowChange};
    CREATE TEMP TABLE replaced (
      definition_key int NOT NULL,
      subject text NOT NULL,
      changed_after bigint
    ) ON COMMIT DROP`)
}

export interface ReplacedRows {
  written: number
  deleted: number
}

/**
 * Makes the rows of a day be exactly the staged ones, or changes them by what `row_change` has already of definitions of which only
 * the changed subjects were replayed, for any number of definitions in the same few statements: a statement for
 * each definition took longer than the day computed anew. Rows that no longer arise go, rows that came out the same are
 * not touched: filtering before writing makes 0.1 MB of log where a guard on the upsert makes 27. Roll-ups change by what
 * the rows changed, and what a published version said until `at` is kept. Afterwards `row_change` still says what changed.
 *
 * @returns what was done, by definition
 */
export async function replaceRows(
  tx: PoolClient,
  day: string,
  definitions: readonly DefinitionToReplace[],
  at: Instant,
): Promise<Map<number, ReplacedRows>> {
  await noteReplaced(tx, definitions)
  if (definitions.some(({ changedAfter }) => changedAfter === null)) await findChanges(tx, day)
  const { rows } = await tx.query<ReplacedRows & { definitionKey: number }>(`
    SELECT definition_key AS "definitionKey", coalesce(written, 0) AS written, coalesce(deleted, 0) AS deleted
      FROM replaced
      LEFT JOIN (SELECT definition_key, count(*) FILTER (WHERE sign = 1) AS written, count(*) FILTER (WHERE gone) AS deleted
                   FROM row_change GROUP BY 1) c USING (definition_key)`)
  const changed = rows.filter(({ deleted, written }) => deleted + written > 0)
  if (changed.length === 0) return byDefinition(rows)
  await keepPast(
    tx,
    day,
    changed.map(({ definitionKey }) => definitionKey),
    at,
  )
  if (changed.some(({ deleted }) => deleted > 0)) await deleteGone(tx, day)
  if (changed.some(({ written }) => written > 0)) await upsertChanged(tx)
  await changeRollups(tx, day)
  return byDefinition(rows)
}

function byDefinition(
  rows: readonly (ReplacedRows & { definitionKey: number })[],
): Map<number, ReplacedRows> {
  return new Map(rows.map(({ definitionKey, ...replaced }) => [definitionKey, replaced]))
}

async function noteReplaced(tx: PoolClient, definitions: readonly DefinitionToReplace[]): Promise<void> {
  await tx.query(
    `
    INSERT INTO replaced (definition_key, subject, changed_after)
    SELECT * FROM unnest($1::int[], $2::text[], $3::bigint[])`,
    [
      definitions.map(({ definitionKey }) => definitionKey),
      definitions.map(({ subject }) => subject),
      definitions.map(({ changedAfter }) => changedAfter),
    ],
  )
}

/** Of definitions that were staged, each with all of its day. */
async function findChanges(tx: PoolClient, day: string): Promise<void> {
  await tx.query('ANALYZE replaced; ANALYZE staged_result (definition_key, subject_key, ordinal)')
  await tx.query(
    `
    WITH stored AS (
      SELECT r.*, r.ctid AS place
        FROM replaced d
        JOIN result r USING (definition_key)
       WHERE d.changed_after IS NULL AND r.day = $1
    )
    INSERT INTO row_change (${rowChangeColumns})
    SELECT c.*
      FROM stored r
      FULL JOIN staged_result s USING (definition_key, subject_key, ordinal)
     CROSS JOIN LATERAL (
           VALUES (${columnsOf('r')}, -1, r.place, s.at IS NULL),
                  (${columnsOf('s')}, 1, NULL, false)) AS c (${rowChangeColumns})
     WHERE (r.at, r.agent_key, r.queue_key, r.media_key, r.direction, r.zone_key, r.flags, r.parts)
           IS DISTINCT FROM
           (s.at, s.agent_key, s.queue_key, s.media_key, s.direction, s.zone_key, s.flags, s.parts)
       AND c.at IS NOT NULL`,
    [day],
  )
}

function columnsOf(table: string): string {
  return resultColumns.replace(/\w+/g, (column) => `${table}.${column}`)
}

/**
 * By the places where they were found: a join of keys was planned with the statistics of a month that had only just been
 * loaded, as one row by seventy thousand, and took 42 s to find nothing.
 */
async function deleteGone(tx: PoolClient, day: string): Promise<void> {
  await tx.query(
    'DELETE FROM result WHERE day = $1 AND ctid = ANY (ARRAY (SELECT place FROM row_change WHERE gone))',
    [day],
  )
}

/** The conflict rule is the safety net; which rows get here was decided while staging. In order of subject, as they lie. */
async function upsertChanged(tx: PoolClient): Promise<void> {
  await tx.query(`
    INSERT INTO result (${resultColumns})
    SELECT ${resultColumns}
      FROM row_change
     WHERE sign = 1
     ORDER BY subject_key, definition_key, ordinal
        ON CONFLICT (definition_key, day, subject_key, ordinal) DO UPDATE
       SET at = excluded.at,
           agent_key = excluded.agent_key,
           queue_key = excluded.queue_key,
           run_key = excluded.run_key,
           media_key = excluded.media_key,
           direction = excluded.direction,
           zone_key = excluded.zone_key,
           flags = excluded.flags,
           parts = excluded.parts`)
}
