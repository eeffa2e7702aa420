import type { PoolClient } from 'pg'
import { FactsReader } from '../../facts/compact'
import { copyOut, readInt64 } from '../copy-out'
import type { FactsWanted, StoredSubject, SubjectSource } from './source'

/** A conversation's facts as they lie in a chunk that came from the database. */
interface StoredFacts extends StoredSubject {
  /** Compact facts, see `facts/compact.ts`, from `start` on. */
  bytes: Buffer
  start: number
}

export function conversations(): SubjectSource<'conversation', StoredFacts> {
  const stored = new FactsReader()
  return { chunks: readFacts, factsOf: ({ bytes, start }) => stored.read(bytes, start) }
}

/**
 * Reads a day's facts in order of key, all of them or those changed after a revision, a chunk of the connection at a time. In order of
 * key they lie as they came, and rows made from them go into their index side by side.
 */
function readFacts(
  reader: PoolClient,
  { day, changedAfter, keys }: FactsWanted,
): AsyncGenerator<StoredFacts[]> {
  return copyOut(
    reader,
    `
    SELECT conversation_key, facts_revision, body
      FROM facts
     WHERE day = ${reader.escapeLiteral(day)} AND facts_revision > ${changedAfter ?? -1}
       ${keys === undefined ? '' : `AND conversation_key = ANY ('{${keys.join(',')}}'::bigint[])`}
     ORDER BY conversation_key`,
    takeRows,
  )
}

/**
 * A row is the number of its columns, and of each its length and its bytes: 2, 4 + 8, 4 + 8, 4 + n. The trailer is a row of
 * −1 columns, which is never as long.
 */
function takeRows(bytes: Buffer, from: number, whole: StoredFacts[]): number {
  let at = from
  while (at + rowLength <= bytes.length) {
    const end = at + rowLength + bytes.readInt32BE(at + 26)
    if (end > bytes.length) break
    whole.push({
      key: readInt64(bytes, at + 6),
      revision: readInt64(bytes, at + 18),
      bytes,
      start: at + rowLength,
    })
    at = end
  }
  return at
}

const rowLength = 30
