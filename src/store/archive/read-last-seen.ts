import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface LastSeen {
  conversationId: string
  /** Compact facts, see `facts/compact.ts`. */
  body: Buffer
  /** Up to when the platform vouched for what we have of it. */
  observedAt: Instant
}

/** Conversations at once in memory. */
const pageSize = 2_000

/** Conversations begun on these days (both included) as they were last seen, all of them or those that had not ended, page by page. */
export async function* readLastSeen(
  db: Connection,
  wanted: { first: string; last: string; onlyOpen: boolean },
): AsyncGenerator<LastSeen, void, undefined> {
  for (let after = ''; ; ) {
    const { rows } = await db.query<LastSeen>(
      `
      SELECT c.conversation_id AS "conversationId", f.body, c.observed_at AS "observedAt"
        FROM conversation c
        JOIN facts f ON f.day = c.day AND f.conversation_key = c.conversation_key
       WHERE c.day BETWEEN $1 AND $2 AND NOT (c.ended AND $5) AND c.conversation_id > $3
       ORDER BY c.conversation_id
       LIMIT $4`,
      [wanted.first, wanted.last, after, pageSize, wanted.onlyOpen],
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.conversationId
  }
}
