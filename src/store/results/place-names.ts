/**
 * Keys say where a row or a sum belongs; readers want names. In a statement that has the keys, `placeNames` are the columns
 * of `Place` besides the instant, and `joinPlaceNames` what they are taken from. A key without a name is nobody: null.
 */
export const placeNames = `nullif(a.agent_id, '') AS "agentId", nullif(q.queue_id, '') AS "queueId", nullif(m.media_type, '') AS "mediaType",
           nullif(i.name, '') AS direction, nullif(z.zone, '') AS zone`

export const joinPlaceNames = `
      JOIN agent a USING (agent_key)
      JOIN queue q USING (queue_key)
      JOIN media_type m USING (media_key)
      JOIN direction i USING (direction)
      JOIN zone z USING (zone_key)`
