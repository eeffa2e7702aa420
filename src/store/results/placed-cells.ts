/**
 * The statement that reads one aggregate of a definition's rows by the place they belong to: quarter hour, queue, medium,
 * direction, zone and, where they are asked for, agent. Parameters: $1 definition, $2 and $3 the interval's bounds.
 */
export function placedCells(of: { column: string; aggregate: string; withAgents: boolean }): string {
  const { column, aggregate, withAgents } = of
  return `
    SELECT s.at, nullif(a.agent_id, '') AS "agentId", nullif(q.queue_id, '') AS "queueId",
           nullif(m.media_type, '') AS "mediaType", nullif(i.name, '') AS direction, nullif(z.zone, '') AS zone, s.${column}
      FROM (
        SELECT date_bin('15 minutes', r.at, 'epoch') AS at, ${withAgents ? 'r.agent_key' : '0 AS agent_key'},
               r.queue_key, r.media_key, r.direction, r.zone_key, ${aggregate} AS ${column}
          FROM result r
         WHERE r.definition_key = $1 AND r.at >= $2 AND r.at < $3 AND r.flags & 1 = 0
         GROUP BY 1, 2, 3, 4, 5, 6) s
      JOIN agent a USING (agent_key)
      JOIN queue q USING (queue_key)
      JOIN media_type m USING (media_key)
      JOIN direction i USING (direction)
      JOIN zone z USING (zone_key)`
}
