import type { Connection } from '../connection'

/** Why the newest record of a conversation in quarantine, or discarded from it, could not be read; null where there is none. */
export async function readQuarantinedConversation(
  db: Connection,
  conversationId: string,
): Promise<{ entry: number; state: 'open' | 'discarded'; reason: string; path: string } | null> {
  const { rows } = await db.query<{
    entry: number
    state: 'open' | 'discarded'
    reason: string
    path: string
  }>(
    `
    SELECT quarantine_key AS entry, state, reason, path
      FROM quarantine
     WHERE conversation_id = $1 AND state IN ('open', 'discarded')
     ORDER BY quarantine_key DESC LIMIT 1`,
    [conversationId],
  )
  return rows[0] ?? null
}
