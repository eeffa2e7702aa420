import type { Pool } from 'pg'
import { mostEmissionsPerSession } from '../../src/events/most-emissions'
import { parseZone } from '../../src/time/zone-name'

/** The definition that plain SQL can say in one readable statement. */
export const comparedKpi = 'average-handle-time@1'

/** The raw records as `jsonb`, and zones by the names under which the engine stores them. */
export async function createSqlInputs(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE rival.raw AS
    SELECT s.day, s.conversation_key, s.body::jsonb AS body
      FROM retally.snapshot s
      JOIN retally.conversation c ON c.conversation_key = s.conversation_key AND c.current_revision = s.revision`)
  const { rows } = await pool.query<{ zone: string }>('SELECT DISTINCT zone FROM retally.agent_zone')
  const names = rows.map(({ zone }) => zone)
  await pool.query(
    `
    CREATE TABLE rival.agent_zone AS
    SELECT a.agent_id, a.valid_from, a.valid_to, z.zone_key
      FROM retally.agent_zone a
      JOIN (VALUES ${names.map((name) => `('${name}', '${parseZone(name).canonical}')`).join()})
           AS n (name, canonical) ON n.name = a.zone
      JOIN retally.zone z ON z.zone = n.canonical`,
  )
  await pool.query('ANALYZE rival.raw; ANALYZE rival.agent_zone')
}

/**
 * The rows and roll-ups of average handle time by plain SQL over raw records, in one transaction: what one would write
 * without an engine.
 */
export async function computeBySql(pool: Pool, definitionKey: number): Promise<void> {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN')
    await connection.query(`SET LOCAL work_mem = '128MB'`)
    await connection.query(insertRows, [definitionKey])
    await connection.query(insertRollups)
    await connection.query('COMMIT')
  } finally {
    connection.release()
  }
}

const insertRows = `
  INSERT INTO rival.result (definition_key, day, subject_key, at, ordinal, agent_key, queue_key, run_key,
                            media_key, direction, zone_key, flags, parts)
  SELECT $1, leg.day, leg.conversation_key, handle.at, leg.ordinal * ${mostEmissionsPerSession} + handle.ordinal,
         a.agent_key, q.queue_key, 1, m.media_key, i.direction, coalesce(z.zone_key, 0),
         CASE WHEN z.zone_key IS NULL THEN 2 ELSE 0 END, ARRAY[handle.value, 1]
    FROM (
           SELECT raw.day, raw.conversation_key, p.participant->>'userId' AS agent_id, s.session,
                  row_number() OVER (PARTITION BY raw.conversation_key ORDER BY began.at, p.number, s.number) - 1 AS ordinal
             FROM rival.raw
            CROSS JOIN LATERAL jsonb_array_elements(raw.body->'participants') WITH ORDINALITY AS p (participant, number)
            CROSS JOIN LATERAL jsonb_array_elements(p.participant->'sessions') WITH ORDINALITY AS s (session, number)
            CROSS JOIN LATERAL (
                  SELECT min((segment->>'segmentStart')::timestamptz) AS at
                    FROM jsonb_array_elements(s.session->'segments') AS segment) AS began
            WHERE p.participant->>'purpose' IN ('agent', 'user') AND began.at IS NOT NULL
         ) AS leg
   CROSS JOIN LATERAL (
         SELECT (metric->>'emitDate')::timestamptz AS at, (metric->>'value')::bigint AS value,
                row_number() OVER (ORDER BY (metric->>'emitDate')::timestamptz, number) - 1 AS ordinal
           FROM jsonb_array_elements(leg.session->'metrics') WITH ORDINALITY AS m (metric, number)
          WHERE metric->>'name' = 'tHandle') AS handle
    LEFT JOIN LATERAL (
         SELECT segment->>'queueId' AS queue_id
           FROM jsonb_array_elements(leg.session->'segments') WITH ORDINALITY AS s (segment, number)
          WHERE segment->>'queueId' IS NOT NULL
          ORDER BY (segment->>'segmentStart')::timestamptz, number LIMIT 1) AS queue ON true
    JOIN retally.agent a ON a.agent_id = coalesce(leg.agent_id, '')
    JOIN retally.queue q ON q.queue_id = coalesce(queue.queue_id, '')
    JOIN retally.media_type m ON m.media_type = leg.session->>'mediaType'
    JOIN retally.direction i ON i.name = coalesce(leg.session->>'direction', '')
    LEFT JOIN rival.agent_zone z ON z.agent_id = leg.agent_id AND z.valid_from <= handle.at AND handle.at < z.valid_to`

const insertRollups = `
  INSERT INTO rival.rollup (definition_key, day, interval_start, queue_key, media_key, direction, zone_key,
                            observations, without_zone, set_aside, parts, unfinished)
  SELECT definition_key, day, date_bin('15 minutes', at, 'epoch'), queue_key, media_key, direction, zone_key,
         count(*), count(*) FILTER (WHERE flags & 2 <> 0), 0, ARRAY[sum(parts[1]), sum(parts[2])], 0
    FROM rival.result
   GROUP BY 1, 2, 3, 4, 5, 6, 7`

/**
 * Rows and roll-up cells in which the engine and the SQL differ, either way: 0, or the comparison means nothing. What is
 * unfinished and what does not add up only the engine says.
 */
export async function differingRows(pool: Pool): Promise<number> {
  const row =
    'definition_key, day, subject_key, at, ordinal, agent_key, queue_key, media_key, direction, zone_key, flags & 3, parts'
  const cell =
    'definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone, set_aside, parts'
  const { rows } = await pool.query<{ differing: number }>(`
    SELECT (SELECT count(*) FROM (SELECT ${row} FROM retally.result EXCEPT SELECT ${row} FROM rival.result) AS a)
         + (SELECT count(*) FROM (SELECT ${row} FROM rival.result EXCEPT SELECT ${row} FROM retally.result) AS b)
         + (SELECT count(*) FROM (SELECT ${cell} FROM retally.rollup EXCEPT SELECT ${cell} FROM rival.rollup) AS c)
         + (SELECT count(*) FROM (SELECT ${cell} FROM rival.rollup EXCEPT SELECT ${cell} FROM retally.rollup) AS d) AS differing`)
  return rows[0]?.differing ?? Number.NaN
}
