import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** Instant up to which everything selected by the rule is in the archive; null before the first complete export. */
export async function readWatermark(
  db: Connection,
  organisation: string,
  selectionRule: string,
): Promise<Instant | null> {
  const { rows } = await db.query<{ completeUntil: Instant }>(
    `
    SELECT complete_until AS "completeUntil" FROM watermark
     WHERE organisation = $1 AND selection_rule = $2`,
    [organisation, selectionRule],
  )
  return rows[0]?.completeUntil ?? null
}

/**
 * Moves the watermark as far as coverage is without a gap. It starts at the first covered day, never moves back and
 * never leaps: a hole stays below it until a backfill fills it.
 */
export async function advanceWatermark(
  tx: PoolClient,
  organisation: string,
  selectionRule: string,
): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.watermark'), hashtext($1 || '|' || $2))`, [
    organisation,
    selectionRule,
  ])
  const before = await readWatermark(tx, organisation, selectionRule)
  const { rows } = await tx.query<{ dayStart: Instant; coveredUntil: Instant }>(
    `
    SELECT day::timestamp AT TIME ZONE 'UTC' AS "dayStart", covered_until AS "coveredUntil"
      FROM coverage
     WHERE organisation = $1 AND selection_rule = $2
       AND ($3::timestamptz IS NULL OR covered_until > $3)
     ORDER BY day`,
    [organisation, selectionRule, before === null ? null : formatInstant(before)],
  )
  let until = before
  for (const day of rows) {
    if (until !== null && day.dayStart > until) break
    until = Math.max(until ?? day.coveredUntil, day.coveredUntil)
  }
  if (until === null || until === before) return
  await tx.query(
    `
    INSERT INTO watermark AS known (organisation, selection_rule, complete_until) VALUES ($1, $2, $3)
        ON CONFLICT (organisation, selection_rule) DO UPDATE
       SET complete_until = greatest(known.complete_until, excluded.complete_until)`,
    [organisation, selectionRule, formatInstant(until)],
  )
}
