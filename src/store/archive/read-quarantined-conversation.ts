import type { Connection } from '../connection'

/** Why the newest record of a conversation that waits in quarantine could not be read; null where none waits. */
export async function readQuarantinedConversation(
  db: Connection,
  conversationId: string,
): Promise<{ reason: string; path: string } | null> {
  const { rows } = await db.query<{ reason: string; path: string }>(
    `
    SELECT reason, path
      FROM quarantine
     WHERE conversation_id = $1 AND state = 'open'
     ORDER BY quarantine_key DESC LIMIT 1`,
    [conversationId],
  )
  return rows[0] ?? null
}
