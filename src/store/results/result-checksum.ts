import type { Connection } from '../connection'

/**
 * One hash over every row and every roll-up, those included that were set aside, by ids and never by keys: equal for two databases
 * exactly when the same numbers about the same conversations stand in both, and readers of either kind get the same ones.
 */
export async function resultChecksum(db: Connection): Promise<{ rows: number; checksum: string }> {
  const { rows } = await db.query<{ rows: number; checksum: string }>(`
    WITH line AS (
      SELECT 'row' AS kind,
             format('%s@%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s', d.name, d.version, r.day, s.subject_id, r.ordinal,
                    (extract(epoch FROM r.at) * 1000)::bigint, a.agent_id, q.queue_id, m.media_type, i.name, z.zone,
                    r.flags, r.parts) AS told
        FROM result r
        LEFT JOIN kpi_definition d USING (definition_key)
        LEFT JOIN subject_facts s ON s.subject = d.subject AND s.day = r.day AND s.subject_key = r.subject_key
        LEFT JOIN agent a USING (agent_key)
        LEFT JOIN queue q USING (queue_key)
        LEFT JOIN media_type m USING (media_key)
        LEFT JOIN direction i USING (direction)
        LEFT JOIN zone z USING (zone_key)
       UNION ALL
      SELECT 'rollup',
             format('%s@%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s', d.name, d.version, r.day,
                    (extract(epoch FROM r.interval_start) * 1000)::bigint, q.queue_id, m.media_type, i.name, z.zone,
                    r.observations, r.without_zone, r.set_aside, r.unfinished, r.parts)
        FROM rollup r
        LEFT JOIN kpi_definition d USING (definition_key)
        LEFT JOIN queue q USING (queue_key)
        LEFT JOIN media_type m USING (media_key)
        LEFT JOIN direction i USING (direction)
        LEFT JOIN zone z USING (zone_key)
    )
    SELECT count(*) FILTER (WHERE kind = 'row') AS rows,
           encode(sha256(convert_to(coalesce(string_agg(kind || '|' || told, E'\\n'
                                                        ORDER BY kind, told COLLATE "C"), ''), 'UTF8')), 'hex') AS checksum
      FROM line`)
  return rows[0] as { rows: number; checksum: string }
}
