import type { PoolClient } from 'pg'

/** `[conversationKey, conversationId, factsRevision, body]` */
export type StoredFactsRow = [number, string, number, string]

/**
 * Reads a day's facts in order of conversation id (by bytes), all of them or those changed after a revision, in batches. The
 * order is what makes the output hash the same in every database. While a batch is worked on the server prepares the next
 * one; a stream of single rows would cost as much again as the rows do.
 */
export async function* readFacts(
  reader: PoolClient,
  day: string,
  changedAfter: number | null,
): AsyncGenerator<StoredFactsRow[]> {
  // DECLARE takes no parameters.
  await reader.query(`
    DECLARE facts_of_day NO SCROLL CURSOR FOR
    SELECT conversation_key, conversation_id, facts_revision, body
      FROM facts
     WHERE day = ${reader.escapeLiteral(day)} AND facts_revision > ${changedAfter ?? -1}
     ORDER BY conversation_id`)
  let next = fetchBatch(reader)
  try {
    for (;;) {
      const batch = await next
      if (batch.length === 0) break
      next = fetchBatch(reader)
      yield batch
    }
  } finally {
    await next.catch(() => {})
  }
  await reader.query('CLOSE facts_of_day')
}

async function fetchBatch(reader: PoolClient): Promise<StoredFactsRow[]> {
  const { rows } = await reader.query<StoredFactsRow>({
    text: `FETCH ${batchSize} FROM facts_of_day`,
    rowMode: 'array',
  })
  return rows
}

/** Small enough that what a batch turns into is garbage before the collector comes by and copies it. */
const batchSize = 250
