import type { Connection } from '../connection'

/**
 * One hash over every row of `published_by_version`, by ids and never by keys: equal for two databases exactly when they
 * publish the same numbers about the same conversations.
 */
export async function resultChecksum(db: Connection): Promise<{ rows: number; checksum: string }> {
  const { rows } = await db.query<{ rows: number; checksum: string }>(`
    SELECT count(*) AS rows,
           encode(sha256(convert_to(coalesce(string_agg(
             concat_ws('|', metric_type, metric_version, interaction_id, ordinal,
                       (extract(epoch FROM timestamp_utc) * 1000)::bigint, coalesce(agent_id, '-'), metadata),
             E'\\n' ORDER BY metric_type, metric_version, interaction_id COLLATE "C", ordinal), ''), 'UTF8')), 'hex')
             AS checksum
      FROM published_by_version`)
  return rows[0] as { rows: number; checksum: string }
}
