import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface OpenConversation {
  /** Compact facts, see `facts/compact.ts`. */
  body: string
  /** Up to when the platform vouched for what we have of it. */
  observedAt: Instant
}

/** Conversations begun on these days (both included) that had not ended when they were last seen. */
export async function readOpenConversations(
  db: Connection,
  range: { first: string; last: string },
): Promise<OpenConversation[]> {
  const { rows } = await db.query<OpenConversation>(
    `
    SELECT f.body, c.observed_at AS "observedAt"
      FROM conversation c
      JOIN facts f ON f.day = c.day AND f.conversation_key = c.conversation_key
     WHERE c.day BETWEEN $1 AND $2 AND NOT c.ended
     ORDER BY c.conversation_id`,
    [range.first, range.last],
  )
  return rows
}
