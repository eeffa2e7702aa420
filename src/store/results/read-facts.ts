import type { PoolClient } from 'pg'
import QueryStream from 'pg-query-stream'
import { columnTypes } from '../column-types'

/** `[conversationKey, conversationId, factsRevision, body]` */
export type StoredFactsRow = [number, string, number, string]

/**
 * Streams a day's facts in order of conversation id (by bytes), all of them or those changed after a revision. The
 * order is what makes the output hash the same in every database.
 */
export function readFacts(
  reader: PoolClient,
  day: string,
  changedAfter: number | null,
): AsyncIterable<StoredFactsRow> {
  return reader.query(
    new QueryStream(
      `
      SELECT conversation_key, conversation_id, facts_revision, body
        FROM facts
       WHERE day = $1 AND ($2::bigint IS NULL OR facts_revision > $2)
       ORDER BY conversation_id`,
      [day, changedAfter],
      { rowMode: 'array', batchSize: 1000, types: columnTypes } as ConstructorParameters<
        typeof QueryStream
      >[2],
    ),
  )
}
