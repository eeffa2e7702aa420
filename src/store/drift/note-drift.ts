import type { PoolClient } from 'pg'

/**
 * Notes the drift that an export found, in the transaction that completes it and before it vouches for its day: of a day that was
 * complete and settled already, whatever is new or different has changed after it was called final. Conversations of other
 * settled days that it touched on the way are noted by their own day. Who asks again after the export vouches for the day itself
 * notes nothing more.
 *
 * Counted are records, so a change that no fact knows is one as well: a name, a comment. A revision older than what is known
 * is none.
 */
export async function noteDrift(tx: PoolClient, exportKey: number): Promise<void> {
  await tx.query(
    `
    WITH pulled AS (
      SELECT e.organisation, e.selection_rule, e.export_key, e.data_available_until, p.day, e.touched_days || p.day AS days
        FROM export e
       CROSS JOIN LATERAL (SELECT (e.interval_start AT TIME ZONE 'UTC')::date AS day) p
       WHERE e.export_key = $1 AND e.changed > 0 AND e.data_available_until IS NOT NULL
    ), settled AS (
      SELECT v.day, v.export_key, p.day AS pulled_day
        FROM pulled p
        JOIN coverage v ON v.organisation = p.organisation AND v.selection_rule = p.selection_rule
         AND v.day = ANY (p.days) AND v.complete AND v.settled
    ), drifted AS (
      SELECT s.day, count(*) FILTER (WHERE first_revision > 1) AS changed, count(*) FILTER (WHERE first_revision = 1) AS new
        FROM settled s
       CROSS JOIN LATERAL (
             SELECT n.conversation_key, min(n.revision) AS first_revision
               FROM snapshot n
               JOIN conversation c USING (conversation_key)
              WHERE n.day = s.day AND n.export_key = $1
              GROUP BY n.conversation_key, c.current_revision
             HAVING max(n.revision) = c.current_revision) n
       WHERE EXISTS (SELECT FROM settled own WHERE own.day = own.pulled_day AND own.export_key <> $1)
       GROUP BY s.day
    )
    INSERT INTO drift (organisation, day, export_key, observed_at, conversations, changed_conversations, new_conversations, revisions)
    SELECT p.organisation, d.day, p.export_key, p.data_available_until, f.conversations, d.changed, d.new, f.revisions
      FROM drifted d
     CROSS JOIN pulled p
     CROSS JOIN LATERAL (
           SELECT coalesce(max(subjects) FILTER (WHERE subject = 'conversation'), 0) AS conversations,
                  coalesce(jsonb_object_agg(subject, facts_revision), '{}') AS revisions
             FROM subject_day
            WHERE day = d.day AND subject IN ('conversation', 'contact')) f
     ORDER BY d.day
        ON CONFLICT (day, export_key) DO NOTHING`,
    [exportKey],
  )
}
