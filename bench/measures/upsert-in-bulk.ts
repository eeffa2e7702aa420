import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import { from as copyFrom } from 'pg-copy-streams'
import { inTransaction, type Store } from '../../src/store/open-store'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { createStaging, replaceRows } from '../../src/store/results/replace-rows'
import { resultColumns } from '../../src/store/results/result-row'
import { type RowValues, readRows, saveRows } from './result-rows'

/** The same rows in the two forms in which they are written: files of COPY data by day, and values for knex. */
export interface RowsToUpsert {
  count: number
  files: readonly { day: string; file: string }[]
  values: readonly RowValues[]
}

/** The stored rows of the days, as they are or each a second later. */
export async function rowsToUpsert(
  store: Store,
  folder: string,
  days: readonly string[],
  laterSeconds: 0 | 1,
): Promise<RowsToUpsert> {
  const files = days.map((day) => ({ day, file: join(folder, `${day}-${laterSeconds}.copy`) }))
  for (const { day, file } of files) await saveRows(store.pool, file, { day, laterSeconds })
  const values = (await Promise.all(days.map((day) => readRows(store.pool, { day, laterSeconds })))).flat()
  return { count: values.length, files, values }
}

/** The engine's way for rows that may exist: COPY into a staging table, then only what differs, with its roll-ups. */
export async function upsertThroughStaging(
  store: Store,
  rows: RowsToUpsert,
  definitions: readonly DefinitionToCompute[],
): Promise<void> {
  for (const { day, file } of rows.files) {
    await inTransaction(store, async (tx) => {
      await createStaging(tx)
      const copy = tx.query(copyFrom(`COPY staged_result (${resultColumns}) FROM STDIN (FORMAT binary)`))
      await pipeline(createReadStream(file, { highWaterMark: 131_072 }), copy)
      await replaceRows(
        tx,
        day,
        definitions.map(({ definitionKey }) => ({
          definitionKey,
          subject: 'conversation',
          changedAfter: null,
        })),
        Date.now(),
      )
    })
  }
}

/** knex's own way, 500 rows a statement, in one transaction; rows only, no roll-ups. */
export async function upsertByKnex(db: Knex, rows: RowsToUpsert): Promise<void> {
  const columns = resultColumns.split(', ')
  await db.transaction(async (tx) => {
    for (let from = 0; from < rows.count; from += knexBatch) {
      const batch = rows.values
        .slice(from, from + knexBatch)
        .map((values) => Object.fromEntries(values.map((value, i) => [columns[i] as string, value])))
      await tx
        .withSchema('rival')
        .table('result')
        .insert(batch)
        .onConflict(['definition_key', 'day', 'subject_key', 'ordinal'])
        .merge()
    }
  })
}

const knexBatch = 500
