import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Pool } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { resultColumns } from '../../src/store/results/result-row'

/** Which of the rows that the engine wrote; all of them when nothing is said. */
export interface WhichRows {
  definitionKey?: number
  day?: string
  limit?: number
  /** Moves every row's instant, so that each is different from what is stored. */
  laterSeconds?: number
}

/** A row's columns as text, in the order of `resultColumns`. */
export type RowValues = readonly string[]

/** Keeps rows as binary COPY data in a file, in the order in which the engine wrote them. */
export async function saveRows(pool: Pool, file: string, which: WhichRows): Promise<void> {
  const connection = await pool.connect()
  try {
    const rows = connection.query(copyTo(`COPY (${selectRows(which, '')}) TO STDOUT (FORMAT binary)`))
    await pipeline(rows, createWriteStream(file))
  } finally {
    connection.release()
  }
}

export async function readRows(pool: Pool, which: WhichRows): Promise<RowValues[]> {
  const { rows } = await pool.query<string[]>({ text: selectRows(which, '::text'), rowMode: 'array' })
  return rows
}

/** The bare COPY: bytes that are ready to send, into an empty partition with its primary key. */
export async function copyRows(pool: Pool, file: string): Promise<void> {
  const connection = await pool.connect()
  try {
    const copy = connection.query(
      copyFrom(`COPY rival.result_month (${resultColumns}) FROM STDIN (FORMAT binary)`),
    )
    await pipeline(createReadStream(file, { highWaterMark: 131_072 }), copy)
  } finally {
    connection.release()
  }
}

function selectRows({ definitionKey, day, limit, laterSeconds = 0 }: WhichRows, as: '' | '::text'): string {
  const columns = resultColumns
    .split(', ')
    .map((name) => (name === 'at' ? `(at + interval '${laterSeconds} s')${as}` : `${name}${as}`))
  const conditions = [
    ...(definitionKey === undefined ? [] : [`definition_key = ${definitionKey}`]),
    ...(day === undefined ? [] : [`day = '${day}'`]),
  ]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return `SELECT ${columns.join()} FROM retally.result${where}${limit === undefined ? '' : ` LIMIT ${limit}`}`
}
