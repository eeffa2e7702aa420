import type { PoolClient } from 'pg'
import { DayOutput, type HashedRow, RowHashes } from './day-output'
import { joinPlaceNames, placeNames } from './place-names'

/** What rows that went came to, and those that came. */
export interface ChangedOutput {
  went: DayOutput
  came: DayOutput
}

/**
 * Reads the rows that `replaceRows` took away and brought, of definitions of which only the changed subjects were replayed, and
 * hashes them as rows are hashed when they are written: by definition, and only where something changed.
 */
export async function readChangedOutputs(tx: PoolClient, day: string): Promise<Map<number, ChangedOutput>> {
  const outputs = new Map<number, ChangedOutput>()
  const hashes = new RowHashes()
  for await (const row of readChangedRows(tx, day)) {
    let output = outputs.get(row.definitionKey)
    if (output === undefined) {
      output = { went: new DayOutput(), came: new DayOutput() }
      outputs.set(row.definitionKey, output)
    }
    hashes.subject(row.subjectId)
    const to = row.sign < 0 ? output.went : output.came
    to.count(hashes.of(row, row.flags), row.flags)
  }
  return outputs
}

/**
 * Some at a time, so that memory does not grow with what changed. A cursor takes no parameters. Of a table nobody counted, and for a reader
 * who may want the first row only, names were looked up one by one: all are read, and how many there are is known.
 */
async function* readChangedRows(tx: PoolClient, day: string): AsyncGenerator<ChangedRow> {
  await tx.query(`
    ANALYZE row_change (definition_key, subject_key, agent_key, queue_key, media_key, direction, zone_key);
    SET LOCAL cursor_tuple_fraction = 1`)
  await tx.query(`DECLARE changed_row NO SCROLL CURSOR FOR ${changedRowsOf(tx.escapeLiteral(day))}`)
  for (;;) {
    const { rows } = await tx.query<ChangedRow>('FETCH 2000 FROM changed_row')
    yield* rows
    if (rows.length === 0) break
  }
  await tx.query('CLOSE changed_row')
}

interface ChangedRow extends HashedRow {
  definitionKey: number
  sign: -1 | 1
  subjectId: string
  flags: number
}

const changedRowsOf = (day: string) => `
  SELECT r.definition_key AS "definitionKey", r.sign, f.subject_id AS "subjectId", r.ordinal, r.at,
         ${placeNames},
         r.flags, r.parts
    FROM row_change r
    JOIN replaced d USING (definition_key)
    JOIN subject_facts f ON f.subject = d.subject AND f.day = ${day} AND f.subject_key = r.subject_key${joinPlaceNames}
   WHERE d.changed_after IS NOT NULL`
