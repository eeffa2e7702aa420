import type { Connection } from '../connection'

/** Of the agents seen in conversations, how many have no row in the zone table, whatever its dates. */
export async function countAgentsWithoutZone(db: Connection): Promise<{ all: number; withoutZone: number }> {
  const { rows } = await db.query<{ all: number; withoutZone: number }>(`
    SELECT count(*) AS "all",
           count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM agent_zone z WHERE z.agent_id = a.agent_id)) AS "withoutZone"
      FROM agent a
     WHERE a.agent_key <> 0`)
  return rows[0] as { all: number; withoutZone: number }
}
