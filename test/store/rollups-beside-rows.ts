import type { Store } from '../../src/store/open-store'

/** As many parts as the widest definition has. */
const parts = [1, 2, 3]

/** Roll-ups beside a plain sum of the rows they stand for: nothing may be left when one is taken from the other. */
export async function rollupsThatAreNotTheSumOfTheirRows(store: Store): Promise<unknown[]> {
  const sums = `
    SELECT definition_key, day, date_bin('15 minutes', at, 'epoch') AS interval_start, queue_key, media_key, direction, zone_key,
           (count(*) FILTER (WHERE cardinality(parts) > 0))::int AS observations,
           (count(*) FILTER (WHERE zone_key = 0))::int AS without_zone,
           (count(*) FILTER (WHERE cardinality(parts) = 0))::int AS set_aside,
           ${parts.map((part) => `sum(coalesce(parts[${part}], 0))::bigint AS part_${part}`).join(', ')}
      FROM result GROUP BY 1, 2, 3, 4, 5, 6, 7`
  const rollups = `
    SELECT definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone, set_aside,
           ${parts.map((part) => `coalesce(parts[${part}], 0)`).join(', ')} FROM rollup`
  const { rows } = await store.pool.query(
    `(${sums} EXCEPT ALL ${rollups}) UNION ALL (${rollups} EXCEPT ALL ${sums})`,
  )
  return rows
}
