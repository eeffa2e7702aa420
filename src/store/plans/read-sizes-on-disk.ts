import type { PastWork } from '../../planning/past-work'
import type { Connection } from '../connection'
import { filledTables } from '../runs/bytes-filled'

/**
 * What a row of results, an archived conversation and an agent's day take on disk: Postgres' own account of its files, over what the ledger
 * and the days count. Of tables that lie in months the fullest one tells: one that only strays fell into is mostly empty pages.
 */
export async function readSizesOnDisk(
  db: Connection,
): Promise<Pick<PastWork, 'bytesPerRow' | 'bytesPerConversation' | 'bytesPerAgentDay'>> {
  const { rows } = await db.query<{
    bytesPerRow: number | null
    bytesPerConversation: number | null
    bytesPerAgentDay: number | null
  }>(
    `
    WITH filled AS (
      SELECT name, right(part.relname, 7) AS month, pg_total_relation_size(coalesce(part.oid, name::regclass))::float8 AS bytes
        FROM unnest($1::text[] || $2 || $3) AS name
        LEFT JOIN pg_inherits ON inhparent = name::regclass
        LEFT JOIN pg_class part ON part.oid = inhrelid
    ), by_row AS (
      SELECT sum(bytes) AS bytes, month FROM filled WHERE name = ANY ($1) GROUP BY month
    ), by_conversation AS (
      SELECT sum(bytes) AS bytes, month FROM filled WHERE name = ANY ($2) GROUP BY month
    ), rows AS (
      SELECT to_char(day, 'YYYY_MM') AS month, sum(rows) AS count FROM ledger GROUP BY 1 HAVING sum(rows) > 0
    ), conversations AS (
      SELECT to_char(day, 'YYYY_MM') AS month, sum(subjects) AS count FROM subject_day WHERE subject = 'conversation' GROUP BY 1
    )
    SELECT (SELECT bytes / count FROM by_row JOIN rows USING (month) ORDER BY count DESC LIMIT 1) AS "bytesPerRow",
           (SELECT bytes / count FROM by_conversation JOIN conversations USING (month) ORDER BY count DESC LIMIT 1)
             + (SELECT bytes FROM by_conversation WHERE month IS NULL) / (SELECT sum(count) FROM conversations)
             AS "bytesPerConversation",
           (SELECT sum(bytes) FROM filled WHERE name = ANY ($3))
             / nullif((SELECT sum(subjects) FROM subject_day WHERE subject = 'agent-day'), 0) AS "bytesPerAgentDay"`,
    [filledTables.byRow, filledTables.byConversation, filledTables.byAgentDay],
  )
  return rows[0] ?? { bytesPerRow: null, bytesPerConversation: null, bytesPerAgentDay: null }
}
