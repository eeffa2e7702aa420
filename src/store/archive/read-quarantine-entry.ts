import type { Instant } from '../../time/instant'
import type { ByWhom } from '../by-whom'
import type { Connection } from '../connection'
import type { QuarantineRow, QuarantineState } from './read-archive'

/** An entry with all that is kept of it. */
export interface QuarantineEntry extends Omit<QuarantineRow, 'discardedBy' | 'why'> {
  /** The record as it came; of a line its place and reason only, of a day nothing. Personal data. */
  body: unknown
  export: EntryExport | null
  /** What was decided about it, oldest first. */
  decisions: EntryDecision[]
  /** Other entries of the same conversation, agent's day or day. */
  others: { entry: number; reason: string; state: QuarantineState }[]
}

/** The export that last brought it. */
export interface EntryExport {
  exportKey: number
  requestKey: string
  attempt: number
  selectionRule: string
  /** Null where it was no run's. */
  runKey: number | null
  workflowId: string | null
}

export interface EntryDecision extends ByWhom {
  action: 'discard' | 'reopen'
  at: Instant
}

/** Null where there is no such entry. */
export async function readQuarantineEntry(db: Connection, entry: number): Promise<QuarantineEntry | null> {
  const { rows } = await db.query<Omit<QuarantineEntry, 'decisions'>>(
    `
    SELECT q.quarantine_key AS "quarantineKey", q.kind, q.day, q.conversation_id AS "conversationId", q.agent_id AS "agentId",
           q.reason, q.path, q.detail, q.source, q.first_seen AS "firstSeen", q.last_seen AS "lastSeen", q.times, q.state, q.body,
           CASE WHEN e.export_key IS NOT NULL THEN
                json_build_object('exportKey', e.export_key, 'requestKey', e.request_key, 'attempt', e.attempt,
                                  'selectionRule', e.selection_rule, 'runKey', e.run_key, 'workflowId', r.workflow_id)
           END AS export,
           (SELECT coalesce(json_agg(json_build_object('entry', o.quarantine_key, 'reason', o.reason, 'state', o.state)
                                     ORDER BY o.quarantine_key), '[]')
              FROM quarantine o
             WHERE o.quarantine_key <> q.quarantine_key
               AND CASE q.kind WHEN 'day' THEN o.kind = 'day' AND o.day = q.day
                               WHEN 'conversation' THEN o.conversation_id = q.conversation_id
                               WHEN 'line' THEN o.conversation_id = q.conversation_id
                               ELSE o.agent_id = q.agent_id AND o.day = q.day
                   END) AS others
      FROM quarantine q
      LEFT JOIN export e USING (export_key)
      LEFT JOIN run r USING (run_key)
     WHERE q.quarantine_key = $1`,
    [entry],
  )
  const [found] = rows
  if (found === undefined) return null
  const { rows: decisions } = await db.query<EntryDecision>(
    `SELECT action, at, by_whom AS by, why FROM quarantine_decision WHERE quarantine_key = $1 ORDER BY decision_key`,
    [entry],
  )
  return { ...found, decisions }
}
