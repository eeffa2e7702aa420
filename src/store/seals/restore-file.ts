import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { TerminalError } from '../../errors'
import type { SealedFile } from '../../kpis/seal-manifest'
import type { Subject } from '../../kpis/subject'
import type { LocalDate } from '../../time/local-date'
import type { StoredDefinition } from '../definitions/read-definitions'
import { sealedColumns, subjectTable } from './sealed-columns'
import { sealedLines } from './sealed-file'

/**
 * Brings the rows of one file back in place of what lies there of the month, be it of an earlier attempt or of a drop that did not come to
 * its end.
 *
 * @param month half-open; null for a file that is not of one
 * @throws TerminalError `seal.rows-without-place`
 */
export async function restoreFile(
  tx: PoolClient,
  folder: string,
  file: SealedFile,
  { definitionKey, subject }: StoredDefinition,
  month: { first: LocalDate; end: LocalDate } | null,
): Promise<void> {
  const { table, insert } = restoring(file.kind, subject)
  const columns = sealedColumns[file.kind]
  await tx.query(
    `CREATE TEMP TABLE sealed_row (${columns.map((column) => `${column} ${types[column] ?? 'text'}`).join(', ')}) ON COMMIT DROP`,
  )
  const copy = tx.query(copyFrom(`COPY sealed_row (${columns.join(', ')}) FROM STDIN (FORMAT csv, HEADER)`))
  await pipeline(sealedLines(folder, file), copy)
  await tx.query(
    `DELETE FROM ${table} WHERE definition_key = $1 AND ($2::date IS NULL OR day >= $2 AND day < $3)`,
    [definitionKey, month?.first, month?.end],
  )
  await tx.query('ANALYZE sealed_row')
  const { rowCount } = await tx.query(insert, [definitionKey])
  if (rowCount !== file.rows) throw unplaced(folder, file, rowCount ?? 0)
  await tx.query('DROP TABLE sealed_row')
}

const types: Readonly<Record<string, string>> = {
  day: 'date',
  at: 'timestamptz',
  ordinal: 'int',
  run_key: 'int',
  flags: 'int',
  parts: 'bigint[]',
  known_from: 'timestamptz',
  known_until: 'timestamptz',
  interval_start: 'timestamptz',
  observations: 'int',
  without_zone: 'int',
  set_aside: 'int',
  unfinished: 'int',
  facts_revision: 'bigint',
  rows: 'int',
  pending_until: 'timestamptz',
  lacking: 'jsonb',
  flaws: 'jsonb',
  computed_at: 'timestamptz',
}

/** Names become the keys that this database has for them; one that it does not know loses its row, and the count says so. */
function restoring(kind: SealedFile['kind'], subject: Subject): { table: string; insert: string } {
  switch (kind) {
    case 'result':
    case 'past': {
      const known = kind === 'past' ? ', known_from, known_until' : ''
      const table = kind === 'past' ? 'result_past' : 'result'
      const insert = `
        INSERT INTO ${table} (definition_key, day, subject_key, at, ordinal, agent_key, queue_key, run_key, media_key, direction,
                              zone_key, flags, parts${known})
        SELECT $1, f.day, s.subject_key, f.at, f.ordinal, a.agent_key, q.queue_key, f.run_key, m.media_key, i.direction, z.zone_key,
               f.flags, f.parts${known}
          FROM sealed_row f
          JOIN ${subjectTable(subject)} s ON s.subject_id = f.subject_id AND coalesce(s.subject_day, f.day) = f.day
          JOIN agent a ON a.agent_id = coalesce(f.agent_id, '') ${dictionaries}
         ORDER BY s.subject_key, f.ordinal`
      return { table, insert }
    }
    case 'rollup': {
      const insert = `
        INSERT INTO rollup (definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone,
                            set_aside, unfinished, parts)
        SELECT $1, f.day, f.interval_start, q.queue_key, m.media_key, i.direction, z.zone_key, f.observations, f.without_zone,
               f.set_aside, f.unfinished, f.parts
          FROM sealed_row f ${dictionaries}`
      return { table: 'rollup', insert }
    }
    default: {
      const columns = sealedColumns.ledger.join(', ')
      const insert = `INSERT INTO ledger (definition_key, ${columns}) SELECT $1, ${columns} FROM sealed_row`
      return { table: 'ledger', insert }
    }
  }
}

const dictionaries = `
          JOIN queue q ON q.queue_id = coalesce(f.queue_id, '')
          JOIN media_type m ON m.media_type = coalesce(f.media_type, '')
          JOIN direction i ON i.name = coalesce(f.direction, '')
          JOIN zone z ON z.zone = coalesce(f.zone, '')`

function unplaced(folder: string, { path, rows }: SealedFile, placed: number): TerminalError {
  return new TerminalError(
    `${rows - placed} of the ${rows} rows of ${path} are about conversations, agents or queues that this database does not know.`,
    {
      code: 'seal.rows-without-place',
      fields: { folder, path },
      advice: 'Nobody sees any of it. The archive must be the one that the version was computed from.',
    },
  )
}
