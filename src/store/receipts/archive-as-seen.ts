/**
 * The archive as a computation saw it: of each conversation, and of each source of an agent's day, the snapshot that was current for a
 * transaction that could see some others and not the rest.
 */
import type { PoolClient } from 'pg'
import type { Instant } from '../../time/instant'

/** What a computation could see, as Postgres writes a snapshot; null: all there is. */
export type Seen = string | null

/** A record as it was archived, and whether its text is still the one whose hash was noted. */
export interface SeenRecord {
  revision: number
  body: string
  isAsArchived: boolean
}

export interface SeenConversation extends SeenRecord {
  key: number
  conversationId: string
}

/** A record of today's build with a transaction, seen or not; older ones had all been seen. */
const isSeen = (seen: number) =>
  `(s.archived_in IS NULL OR $${seen}::pg_snapshot IS NULL OR pg_visible_in_snapshot(s.archived_in, $${seen}::pg_snapshot))`

const record = `s.revision, s.body::text AS body, sha256(convert_to(s.body::text, 'UTF8')) = s.content_hash AS "isAsArchived"`

/** Conversations at once in memory, each with its record. */
const pageSize = 500

/** The conversations of a day in order of key, page by page. */
export async function* conversationsAsSeen(
  tx: PoolClient,
  day: string,
  seen: Seen,
): AsyncGenerator<SeenConversation[]> {
  for (let after = 0; ; ) {
    const { rows } = await tx.query<SeenConversation>(
      `
      SELECT s.conversation_key AS key, c.conversation_id AS "conversationId", ${record}
        FROM (SELECT DISTINCT ON (conversation_key) day, conversation_key, revision
                FROM snapshot s
               WHERE day = $1 AND conversation_key > $3 AND NOT earlier AND ${isSeen(2)}
               ORDER BY conversation_key, revision DESC
               LIMIT $4) AS current
        JOIN snapshot s USING (day, conversation_key, revision)
        JOIN conversation c USING (conversation_key)
       ORDER BY s.conversation_key`,
      [day, seen, after, pageSize],
    )
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.key
  }
}

/** Some conversations, of any days; one that had not been seen is not there. */
export async function someConversationsAsSeen(
  tx: PoolClient,
  keys: readonly { key: number; day: string }[],
  seen: Seen,
): Promise<SeenConversation[]> {
  const { rows } = await tx.query<SeenConversation>(
    `
    SELECT a.key, c.conversation_id AS "conversationId", ${record}
      FROM unnest($1::date[], $2::bigint[]) AS a (day, key)
     CROSS JOIN LATERAL (
           SELECT * FROM snapshot s
            WHERE s.day = a.day AND s.conversation_key = a.key AND NOT s.earlier AND ${isSeen(3)}
            ORDER BY s.revision DESC LIMIT 1) AS s
      JOIN conversation c ON c.conversation_key = a.key
     ORDER BY a.key`,
    [keys.map(({ day }) => day), keys.map(({ key }) => key), seen],
  )
  return rows
}

export interface SeenAgentDay {
  key: number
  agentId: string
  userDetails: SeenRecord | null
  schedule: SeenRecord | null
}

/** The agents of a day in order of key, page by page. */
export async function* agentDaysAsSeen(
  tx: PoolClient,
  day: string,
  seen: Seen,
): AsyncGenerator<SeenAgentDay[]> {
  for (let after = 0; ; ) {
    const { rows } = await tx.query<SeenAgentDay>(
      `
      SELECT d.agent_day_key AS key, d.agent_id AS "agentId", ${ofSource('user-details')} AS "userDetails",
             ${ofSource('schedule')} AS schedule
        FROM agent_day d
       WHERE d.day = $1 AND d.agent_day_key > $3
         AND EXISTS (SELECT FROM agent_day_snapshot s WHERE s.agent_day_key = d.agent_day_key AND NOT earlier AND ${isSeen(2)})
       ORDER BY d.agent_day_key
       LIMIT $4`,
      [day, seen, after, pageSize],
    )
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.key
  }
}

function ofSource(source: string): string {
  return `(SELECT row_to_json(r)
             FROM (SELECT ${record}
                     FROM agent_day_snapshot s
                    WHERE s.agent_day_key = d.agent_day_key AND s.source = '${source}' AND NOT earlier AND ${isSeen(2)}
                    ORDER BY revision DESC LIMIT 1) AS r)`
}

/** A snapshot that a computation had not seen. */
export interface LaterSnapshot {
  /** Of a conversation or an agent. */
  id: string
  revision: number
  observedAt: Instant
}

/** The snapshots that came to a day after a computation: how many, and the first of them. */
export async function readLaterSnapshots(
  tx: PoolClient,
  { day, ofAgents, seen, limit }: { day: string; ofAgents: boolean; seen: string; limit: number },
): Promise<{ count: number; first: LaterSnapshot[] }> {
  const from = ofAgents
    ? 'agent_day_snapshot s JOIN agent_day d USING (agent_day_key)'
    : 'snapshot s JOIN conversation d USING (conversation_key)'
  const { rows } = await tx.query<LaterSnapshot & { count: number }>(
    `
    SELECT count(*) OVER () AS count, ${ofAgents ? 'd.agent_id' : 'd.conversation_id'} AS id, s.revision, s.observed_at AS "observedAt"
      FROM ${from}
     WHERE ${ofAgents ? 'd' : 's'}.day = $1 AND NOT s.earlier AND NOT ${isSeen(2)}
     ORDER BY s.archived_in, 2, s.revision
     LIMIT $3`,
    [day, seen, limit],
  )
  return { count: rows[0]?.count ?? 0, first: rows.map(({ count: _, ...later }) => later) }
}
