import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** One conversation as it stands in the archive, with the snapshot that is current and where it came from. */
export interface ArchivedConversation {
  conversationKey: number
  conversationId: string
  /** The UTC day it is kept under. */
  day: string
  revision: number
  /** How many snapshots of it are in the archive. */
  snapshots: number
  /** Up to when the platform vouched for what the snapshot says. */
  observedAt: Instant
  exportKey: number
  /** How the export selected conversations, and for which interval. */
  selectionRule: string | null
  exportStart: Instant | null
  exportEnd: Instant | null
  /** The record itself: it may be personal, and is never shown. */
  raw: unknown
  /** Of the facts that were folded from it; null where none are. */
  factsRevision: number | null
  fold: string | null
}

/** A conversation by its id; null where the archive has none. */
export async function readArchivedConversation(
  db: Connection,
  conversationId: string,
): Promise<ArchivedConversation | null> {
  const { rows } = await db.query<ArchivedConversation>(
    `
    SELECT c.conversation_key AS "conversationKey", c.conversation_id AS "conversationId", c.day,
           c.current_revision AS revision, c.observed_at AS "observedAt",
           (SELECT count(*) FROM snapshot n WHERE n.day = c.day AND n.conversation_key = c.conversation_key) AS snapshots,
           s.export_key AS "exportKey", e.selection_rule AS "selectionRule", e.interval_start AS "exportStart",
           e.interval_end AS "exportEnd", s.body AS raw, f.facts_revision AS "factsRevision", f.fold
      FROM conversation c
      JOIN snapshot s ON s.day = c.day AND s.conversation_key = c.conversation_key AND s.revision = c.current_revision
      LEFT JOIN export e ON e.export_key = s.export_key
      LEFT JOIN facts f ON f.day = c.day AND f.conversation_key = c.conversation_key
     WHERE c.conversation_id = $1`,
    [conversationId],
  )
  return rows[0] ?? null
}
