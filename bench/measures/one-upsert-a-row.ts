import type { Pool } from 'pg'
import { resultColumns } from '../../src/store/results/result-row'
import type { RowValues } from './result-rows'

/** One prepared INSERT … ON CONFLICT a row: all in one transaction, or each committed by itself. */
export async function upsertOneByOne(
  pool: Pool,
  rows: readonly RowValues[],
  commits: 'once' | 'each',
): Promise<void> {
  const connection = await pool.connect()
  try {
    if (commits === 'once') await connection.query('BEGIN')
    for (const values of rows) {
      await connection.query({ name: 'upsert-one', text: upsert, values: values as string[] })
    }
    if (commits === 'once') await connection.query('COMMIT')
  } finally {
    connection.release()
  }
}

const upsert = `
  INSERT INTO rival.result (${resultColumns})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT (definition_key, day, subject_key, ordinal) DO UPDATE
     SET at = excluded.at,
         agent_key = excluded.agent_key,
         queue_key = excluded.queue_key,
         run_key = excluded.run_key,
         media_key = excluded.media_key,
         direction = excluded.direction,
         zone_key = excluded.zone_key,
         flags = excluded.flags,
         parts = excluded.parts`
