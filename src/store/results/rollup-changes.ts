import type { PoolClient } from 'pg'
import { rollupColumns } from './rollup-cells'

/**
 * Roll-ups hold sums of integers, so they change by exactly what the rows changed: what goes is taken off, what comes is
 * added. Summing the touched intervals anew would read the whole day when one conversation in ten changed.
 */
export async function createRollupChanges(tx: PoolClient): Promise<void> {
  await tx.query('CREATE TEMP TABLE rollup_change (LIKE rollup) ON COMMIT DROP')
}

/** Adds up what the changes of a definition's rows mean for its cells; before the rows themselves change. */
export async function noteRollupChanges(
  tx: PoolClient,
  definitionKey: number,
  day: string,
  partCount: number,
): Promise<void> {
  const parts = eachPart(partCount, (i) => `coalesce(sum(sign * parts[${i}]), 0)`)
  await tx.query(
    `
    INSERT INTO rollup_change (${rollupColumns})
    SELECT $1, $2, date_bin('15 minutes', at, 'epoch'), queue_key, media_key, direction, zone_key,
           coalesce(sum(sign) FILTER (WHERE flags & 1 = 0), 0),
           coalesce(sum(sign) FILTER (WHERE flags & 2 <> 0), 0),
           coalesce(sum(sign) FILTER (WHERE flags & 1 <> 0), 0),
           ${parts},
           coalesce(sum(sign) FILTER (WHERE flags & 5 = 4), 0)
      FROM (SELECT -1, old_at, old_queue_key, old_media_key, old_direction, old_zone_key, old_flags, old_parts
              FROM row_change
             WHERE definition_key = $1 AND kind <> 'new'
             UNION ALL
            SELECT 1, s.at, s.queue_key, s.media_key, s.direction, s.zone_key, s.flags, s.parts
              FROM staged_result s
              JOIN row_change c USING (definition_key, subject_key, ordinal)
             WHERE s.definition_key = $1 AND kind <> 'gone'
           ) AS change (sign, at, queue_key, media_key, direction, zone_key, flags, parts)
     GROUP BY 3, 4, 5, 6, 7`,
    [definitionKey, day],
  )
}

/** Brings the cells up to date; one to which nothing belongs any more goes. */
export async function applyRollupChanges(
  tx: PoolClient,
  definitionKey: number,
  partCount: number,
): Promise<void> {
  await tx.query(
    `
    INSERT INTO rollup (${rollupColumns})
    SELECT ${rollupColumns}
      FROM rollup_change
     WHERE definition_key = $1
       AND (observations <> 0 OR without_zone <> 0 OR set_aside <> 0 OR unfinished <> 0 OR parts <> ${eachPart(partCount, () => '0')})
        ON CONFLICT (definition_key, interval_start, queue_key, media_key, direction, zone_key, day) DO UPDATE
       SET observations = rollup.observations + excluded.observations,
           without_zone = rollup.without_zone + excluded.without_zone,
           set_aside = rollup.set_aside + excluded.set_aside,
           unfinished = rollup.unfinished + excluded.unfinished,
           parts = ${eachPart(partCount, (i) => `rollup.parts[${i}] + excluded.parts[${i}]`)}`,
    [definitionKey],
  )
  await tx.query(
    `
    DELETE FROM rollup u
     USING rollup_change c
     WHERE c.definition_key = $1
       AND (u.definition_key, u.interval_start, u.queue_key, u.media_key, u.direction, u.zone_key, u.day)
         = (c.definition_key, c.interval_start, c.queue_key, c.media_key, c.direction, c.zone_key, c.day)
       AND u.observations = 0 AND u.without_zone = 0 AND u.set_aside = 0`,
    [definitionKey],
  )
}

function eachPart(partCount: number, expression: (position: number) => string): string {
  return `ARRAY[${Array.from({ length: partCount }, (_, i) => expression(i + 1)).join(', ')}]::bigint[]`
}
