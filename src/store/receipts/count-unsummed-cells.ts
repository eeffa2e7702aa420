import type { Connection } from '../connection'
import { partSums } from '../results/part-sums'

/** Roll-up cells of a definition and day that are not the sum of their rows, those included that are missing or have none. */
export async function countUnsummedCells(
  db: Connection,
  of: { definitionKey: number; day: string; partCount: number },
): Promise<number> {
  const place = 'interval_start, queue_key, media_key, direction, zone_key'
  const { rows } = await db.query<{ cells: number }>(
    `
    SELECT count(*) AS cells
      FROM (SELECT ${place}, observations, without_zone, set_aside, unfinished, parts
              FROM rollup WHERE definition_key = $1 AND day = $2) AS held
      FULL JOIN
           (SELECT date_bin('15 minutes', at, 'epoch') AS interval_start, queue_key, media_key, direction, zone_key,
                   count(*) FILTER (WHERE flags & 1 = 0) AS observations, count(*) FILTER (WHERE flags & 2 <> 0) AS without_zone,
                   count(*) FILTER (WHERE flags & 1 <> 0) AS set_aside, count(*) FILTER (WHERE flags & 5 = 4) AS unfinished,
                   ${partSums('parts', of.partCount)} AS parts
              FROM result WHERE definition_key = $1 AND day = $2
             GROUP BY 1, 2, 3, 4, 5) AS summed USING (${place})
     WHERE (held.observations, held.without_zone, held.set_aside, held.unfinished, held.parts)
           IS DISTINCT FROM
           (summed.observations, summed.without_zone, summed.set_aside, summed.unfinished, summed.parts)`,
    [of.definitionKey, of.day],
  )
  return rows[0]?.cells ?? 0
}
