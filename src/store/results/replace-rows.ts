import type { PoolClient } from 'pg'
import type { Subject } from '../../kpis/subject'
import { resultColumns } from './result-row'
import { applyRollupChanges, createRollupChanges, noteRollupChanges } from './rollup-changes'

/** Temporary tables of one recompute's transaction. */
export async function createStaging(tx: PoolClient): Promise<void> {
  await tx.query(`
    CREATE TEMP TABLE staged_result (LIKE result) ON COMMIT DROP;
    CREATE TEMP TABLE row_change (
      definition_key int NOT NULL,
      subject_key bigint NOT NULL,
      ordinal int NOT NULL,
      kind text NOT NULL,
      old_place tid,
      old_at timestamptz,
      old_queue_key int,
      old_media_key smallint,
      old_direction smallint,
      old_zone_key smallint,
      old_flags int,
      old_parts bigint[]
    ) ON COMMIT DROP`)
  await createRollupChanges(tx)
}

export interface ReplacedRows {
  written: number
  deleted: number
  unchanged: number
}

/**
 * Makes a definition's rows of a day be exactly the staged ones: all rows of the day, or with `changedAfter` all rows
 * of the subjects whose facts changed after that revision. Rows that no longer arise go, rows that came out the same
 * are not touched: filtering while staging writes 0.1 MB of log where a guard on the upsert writes 27. Roll-ups change by
 * what the rows changed.
 */
export async function replaceRows(
  tx: PoolClient,
  which: {
    definitionKey: number
    subject: Subject
    day: string
    changedAfter: number | null
    partCount: number
  },
): Promise<ReplacedRows> {
  const { definitionKey, day, partCount } = which
  const kinds = await findChanges(tx, which)
  const written = (kinds.get('new') ?? 0) + (kinds.get('moved') ?? 0)
  const deleted = kinds.get('gone') ?? 0
  if (written + deleted > 0) {
    await noteRollupChanges(tx, definitionKey, day, partCount)
    if (deleted > 0) await deleteGone(tx, definitionKey, day)
    await upsertChanged(tx, definitionKey)
    await applyRollupChanges(tx, definitionKey, partCount)
  }
  const { rows } = await tx.query<{ staged: number }>(
    'SELECT count(*) AS staged FROM staged_result WHERE definition_key = $1',
    [definitionKey],
  )
  return { written, deleted, unchanged: (rows[0] as { staged: number }).staged - written }
}

async function findChanges(
  tx: PoolClient,
  {
    definitionKey,
    subject,
    day,
    changedAfter,
  }: { definitionKey: number; subject: Subject; day: string; changedAfter: number | null },
): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ kind: string; rows: number }>(
    `
    WITH stored AS (
      SELECT result.*, ctid AS place FROM result
       WHERE definition_key = $1 AND day = $2
         AND ($3::bigint IS NULL OR subject_key IN (
               SELECT subject_key FROM subject_facts WHERE subject = '${subject}' AND day = $2 AND revision > $3))
    ), change AS (
      INSERT INTO row_change (definition_key, subject_key, ordinal, kind, old_place, old_at, old_queue_key,
                              old_media_key, old_direction, old_zone_key, old_flags, old_parts)
      SELECT $1, subject_key, ordinal,
             CASE WHEN s.at IS NULL THEN 'gone' WHEN r.at IS NULL THEN 'new' ELSE 'moved' END,
             r.place, r.at, r.queue_key, r.media_key, r.direction, r.zone_key, r.flags, r.parts
        FROM stored r
        FULL JOIN (SELECT * FROM staged_result WHERE definition_key = $1) s USING (subject_key, ordinal)
       WHERE (r.at, r.agent_key, r.queue_key, r.media_key, r.direction, r.zone_key, r.flags, r.parts)
             IS DISTINCT FROM
             (s.at, s.agent_key, s.queue_key, s.media_key, s.direction, s.zone_key, s.flags, s.parts)
      RETURNING kind
    )
    SELECT kind, count(*) AS rows FROM change GROUP BY kind`,
    [definitionKey, day, changedAfter],
  )
  await tx.query('ANALYZE row_change (definition_key, subject_key, ordinal, kind)')
  return new Map(rows.map((row) => [row.kind, row.rows]))
}

/**
 * By the places where they were found: a join of keys was planned with the statistics of a month that had only just been
 * loaded, as one row by seventy thousand, and took 42 s to find nothing.
 */
async function deleteGone(tx: PoolClient, definitionKey: number, day: string): Promise<void> {
  await tx.query(
    `
    DELETE FROM result
     WHERE definition_key = $1 AND day = $2
       AND ctid = ANY (ARRAY (SELECT old_place FROM row_change WHERE definition_key = $1 AND kind = 'gone'))`,
    [definitionKey, day],
  )
}

/** The conflict rule is the safety net; which rows get here was decided while staging. */
async function upsertChanged(tx: PoolClient, definitionKey: number): Promise<void> {
  await tx.query(
    `
    INSERT INTO result (${resultColumns})
    SELECT ${resultColumns}
      FROM staged_result
      JOIN row_change USING (definition_key, subject_key, ordinal)
     WHERE definition_key = $1 AND kind <> 'gone'
        ON CONFLICT (definition_key, day, subject_key, ordinal) DO UPDATE
       SET at = excluded.at,
           agent_key = excluded.agent_key,
           queue_key = excluded.queue_key,
           run_key = excluded.run_key,
           media_key = excluded.media_key,
           direction = excluded.direction,
           zone_key = excluded.zone_key,
           flags = excluded.flags,
           parts = excluded.parts`,
    [definitionKey],
  )
}
