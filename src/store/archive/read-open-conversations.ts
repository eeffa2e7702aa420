import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface OpenConversation {
  conversationId: string
  /** Compact facts, see `facts/compact.ts`. */
  body: Buffer
  /** Up to when the platform vouched for what we have of it. */
  observedAt: Instant
}

/** Conversations at once in memory. */
const pageSize = 2_000

/** Conversations begun on these days (both included) that had not ended when they were last seen, page by page. */
export async function* readOpenConversations(
  db: Connection,
  range: { first: string; last: string },
): AsyncGenerator<OpenConversation, void, undefined> {
  for (let after = ''; ; ) {
    const { rows } = await db.query<OpenConversation>(
      `
      SELECT c.conversation_id AS "conversationId", f.body, c.observed_at AS "observedAt"
        FROM conversation c
        JOIN facts f ON f.day = c.day AND f.conversation_key = c.conversation_key
       WHERE c.day BETWEEN $1 AND $2 AND NOT c.ended AND c.conversation_id > $3
       ORDER BY c.conversation_id
       LIMIT $4`,
      [range.first, range.last, after, pageSize],
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.conversationId
  }
}
