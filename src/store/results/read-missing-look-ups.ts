import type { ZoneAnchor } from '../../kpis/definition'
import type { LookUp, MissingLookUp } from '../../kpis/look-up'
import { formatInstant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { lackingFlags } from './lacking'
import { withoutZoneFlag } from './result-row'

/** Agents or queues that are named; more of them are counted. */
const mostNamed = 5

/**
 * Which look-ups the observations of an interval lack, how many of them, and whose: a target is the queue's, a class and a rate
 * are the agent's, zone and calendar those of the anchor. Rows are read only where the ledger knows of any that lack something.
 */
export async function readMissingLookUps(
  db: Connection,
  {
    definitionKey,
    zoneAnchor,
    interval,
  }: { definitionKey: number; zoneAnchor: ZoneAnchor; interval: Interval },
): Promise<MissingLookUp[]> {
  const anchor = zoneAnchor === 'queue' ? 'queue' : 'agent'
  const { rows: known } = await db.query<{ lookUp: LookUp }>(
    `
    SELECT DISTINCT "lookUp"
      FROM ledger
     CROSS JOIN LATERAL (SELECT jsonb_object_keys(lacking) UNION ALL SELECT 'zone' WHERE without_zone > 0) AS l ("lookUp")
     WHERE definition_key = $1`,
    [definitionKey],
  )
  const asked = known.map(({ lookUp }) => ({
    lookUp,
    flag: lookUp === 'zone' ? withoutZoneFlag : lackingFlags[lookUp],
    whose: lookUp === 'target' ? 'queue' : ['name', 'class', 'rate'].includes(lookUp) ? 'agent' : anchor,
  }))
  if (asked.length === 0) return []
  const { rows } = await db.query<MissingLookUp>(
    `
    WITH lacking AS (
      SELECT l.look_up, l.whose, CASE l.whose WHEN 'queue' THEN q.queue_id ELSE a.agent_id END AS id,
             count(*) AS observations, count(*) FILTER (WHERE r.flags & 1 <> 0) AS set_aside
        FROM result r
        JOIN unnest($4::text[], $5::int[], $6::text[]) AS l (look_up, flag, whose) ON r.flags & l.flag <> 0
        JOIN agent a USING (agent_key)
        JOIN queue q USING (queue_key)
       WHERE r.definition_key = $1 AND r.at >= $2 AND r.at < $3
       GROUP BY 1, 2, 3
    )
    SELECT look_up AS "lookUp", whose AS of, sum(observations)::bigint AS observations, sum(set_aside)::bigint AS "setAside",
           (array_agg(id ORDER BY observations DESC, id) FILTER (WHERE id <> ''))[1:${mostNamed}] AS ids,
           greatest(count(*) FILTER (WHERE id <> '') - ${mostNamed}, 0) AS more
      FROM lacking
     GROUP BY 1, 2
     ORDER BY array_position($4, look_up)`,
    [
      definitionKey,
      formatInstant(interval.start),
      formatInstant(interval.end),
      asked.map(({ lookUp }) => lookUp),
      asked.map(({ flag }) => flag),
      asked.map(({ whose }) => whose),
    ],
  )
  return rows.map((row) => ({ ...row, ids: row.ids ?? [] }))
}
