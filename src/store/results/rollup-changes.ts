import type { PoolClient } from 'pg'
import { rollupColumns } from './rollup-cells'

/**
 * Brings a day's roll-ups up to date with `row_change`. They hold sums of integers, so they change by exactly what the rows
 * changed: what goes is taken off, what comes is added. Summing the touched intervals anew would read the whole day when one
 * conversation in ten changed. A cell to which nothing belongs any more goes.
 */
export async function changeRollups(tx: PoolClient, day: string): Promise<void> {
  const { rows } = await tx.query<{ parts: number }>(
    'SELECT coalesce(max(cardinality(parts)), 0) AS parts FROM row_change',
  )
  const most = rows[0]?.parts ?? 0
  await noteChanges(tx, day, most)
  await applyChanges(tx, most)
}

/** Definitions have parts in different numbers: each cell gets as many as the widest needs, cut off to its own. */
async function noteChanges(tx: PoolClient, day: string, most: number): Promise<void> {
  await tx.query('CREATE TEMP TABLE rollup_change (LIKE rollup) ON COMMIT DROP')
  await tx.query(
    `
    INSERT INTO rollup_change (${rollupColumns})
    SELECT c.definition_key, $1, date_bin('15 minutes', at, 'epoch'), queue_key, media_key, direction, zone_key,
           coalesce(sum(sign) FILTER (WHERE flags & 1 = 0), 0),
           coalesce(sum(sign) FILTER (WHERE flags & 2 <> 0), 0),
           coalesce(sum(sign) FILTER (WHERE flags & 1 <> 0), 0),
           (${eachPart(most, (i) => `coalesce(sum(sign * c.parts[${i}]), 0)`)})[1:cardinality(d.parts)],
           coalesce(sum(sign) FILTER (WHERE flags & 5 = 4), 0)
      FROM row_change c
      JOIN kpi_definition d USING (definition_key)
     GROUP BY c.definition_key, d.parts, 3, 4, 5, 6, 7`,
    [day],
  )
}

async function applyChanges(tx: PoolClient, most: number): Promise<void> {
  const sums = eachPart(most, (i) => `rollup.parts[${i}] + excluded.parts[${i}]`)
  await tx.query(`
    INSERT INTO rollup (${rollupColumns})
    SELECT ${rollupColumns}
      FROM rollup_change
     WHERE observations <> 0 OR without_zone <> 0 OR set_aside <> 0 OR unfinished <> 0 OR 0 <> ANY (parts)
     ORDER BY definition_key, interval_start, queue_key, media_key, direction, zone_key
        ON CONFLICT (definition_key, interval_start, queue_key, media_key, direction, zone_key, day) DO UPDATE
       SET observations = rollup.observations + excluded.observations,
           without_zone = rollup.without_zone + excluded.without_zone,
           set_aside = rollup.set_aside + excluded.set_aside,
           unfinished = rollup.unfinished + excluded.unfinished,
           parts = (${sums})[1:cardinality(excluded.parts)]`)
  await tx.query(`
    DELETE FROM rollup u
     USING rollup_change c
     WHERE (u.definition_key, u.interval_start, u.queue_key, u.media_key, u.direction, u.zone_key, u.day)
         = (c.definition_key, c.interval_start, c.queue_key, c.media_key, c.direction, c.zone_key, c.day)
       AND (c.observations < 0 OR c.without_zone < 0 OR c.set_aside < 0)
       AND u.observations = 0 AND u.without_zone = 0 AND u.set_aside = 0`)
}

function eachPart(count: number, expression: (position: number) => string): string {
  return `ARRAY[${Array.from({ length: count }, (_, i) => expression(i + 1)).join(', ')}]::bigint[]`
}
