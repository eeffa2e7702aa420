import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { QuarantineKind } from './quarantine-input'

export interface ArchivedDay {
  day: string
  conversations: number
  /** Conversations that had not ended when they were last seen. */
  open: number
  factsRevision: number
  /** Open quarantine entries of every kind. */
  quarantined: number
  /** How many conversations they speak of: one that is broken in two ways counts once, one without an id by itself. */
  quarantinedConversations: number
  /** The same of those that somebody discarded, and that do not wait there by another record. */
  discardedConversations: number
}

/** Days that have conversations, or entries of quarantine that were not released, from `first` to `last` (both included). */
export async function readArchivedDays(
  db: Connection,
  range: { first: string; last: string },
): Promise<ArchivedDay[]> {
  const { rows } = await db.query<ArchivedDay>(
    `
    SELECT day, coalesce(d.subjects, 0) AS conversations, coalesce(d.facts_revision, 0) AS "factsRevision",
           (SELECT count(*) FROM conversation c WHERE c.day = days.day AND NOT c.ended) AS open,
           coalesce(q.quarantined, 0) AS quarantined,
           coalesce(q.conversations, 0) AS "quarantinedConversations",
           coalesce(x.conversations, 0) AS "discardedConversations"
      FROM (SELECT day FROM subject_day WHERE subject = 'conversation'
             UNION SELECT day FROM quarantine WHERE state IN ('open', 'discarded')) days
      LEFT JOIN (SELECT * FROM subject_day WHERE subject = 'conversation') d USING (day)
      LEFT JOIN (SELECT day, count(*) AS quarantined,
                        count(DISTINCT conversation_id) FILTER (WHERE kind = 'conversation')
                          + count(*) FILTER (WHERE kind = 'conversation' AND conversation_id IS NULL) AS conversations
                   FROM quarantine WHERE state = 'open' GROUP BY day) q USING (day)
      LEFT JOIN (SELECT day, count(DISTINCT conversation_id) + count(*) FILTER (WHERE conversation_id IS NULL) AS conversations
                   FROM quarantine d
                  WHERE state = 'discarded' AND kind = 'conversation'
                    AND NOT EXISTS (SELECT FROM quarantine o WHERE o.conversation_id = d.conversation_id AND o.state = 'open')
                  GROUP BY day) x USING (day)
     WHERE day BETWEEN $1 AND $2
     ORDER BY day`,
    [range.first, range.last],
  )
  return rows
}

export interface QuarantineRow {
  quarantineKey: number
  kind: QuarantineKind
  day: string | null
  conversationId: string | null
  /** Of an agent's day, where the record still tells it. */
  agentId: string | null
  reason: string
  path: string
  detail: string
  source: string
  firstSeen: Instant
  lastSeen: Instant
  times: number
  state: QuarantineState
  /** Who discarded it and why; null of an entry that is not. */
  discardedBy: string | null
  why: string | null
}

/** `discarded`: somebody said that nobody need look at it; it is in no number all the same. */
export type QuarantineState = 'open' | 'released' | 'discarded'

/** Entries, newest first; the record itself stays in the archive, since it may hold personal data. */
export async function readQuarantine(
  db: Connection,
  which: { state?: QuarantineState; limit: number },
): Promise<QuarantineRow[]> {
  const { rows } = await db.query<QuarantineRow>(
    `
    SELECT quarantine_key AS "quarantineKey", kind, day, conversation_id AS "conversationId", agent_id AS "agentId",
           reason, path, detail, source, first_seen AS "firstSeen", last_seen AS "lastSeen", times, state,
           decision.by_whom AS "discardedBy", decision.why
      FROM quarantine q
      LEFT JOIN LATERAL (SELECT by_whom, why FROM quarantine_decision d
                          WHERE d.quarantine_key = q.quarantine_key AND q.state = 'discarded' AND action = 'discard'
                          ORDER BY decision_key DESC LIMIT 1) AS decision ON true
     WHERE $1::text IS NULL OR state = $1
     ORDER BY quarantine_key DESC LIMIT $2`,
    [which.state ?? null, which.limit],
  )
  return rows
}
