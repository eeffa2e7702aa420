import type { PoolClient } from 'pg'
import { TerminalError } from '../../errors'
import { formatInstant, type Instant } from '../../time/instant'
import { noteDrift } from '../drift/note-drift'
import { inTransaction, type Store } from '../open-store'
import { advanceWatermark } from './watermark'

export interface ExportCompletion {
  exportKey: number
  /** Up to when the platform says its data are complete; nothing later is called covered. Null: unknown, nothing is. */
  dataAvailableUntil: Instant | null
  /** True when the export was made late enough that the platform no longer corrects the interval. */
  settled: boolean
  at: Instant
}

export interface DayCoverage {
  day: string
  coveredUntil: Instant
  complete: boolean
}

/**
 * Every page is in: the export becomes complete and, in the same transaction, tells the drift of a day that was settled before it,
 * vouches for its days and moves the watermark. Coverage never shrinks and a repetition changes nothing.
 */
export async function completeExport(store: Store, completion: ExportCompletion): Promise<DayCoverage[]> {
  return inTransaction(store, (tx) => completeExportIn(tx, completion))
}

/** The same beside what else is to stand or fall with it. */
export async function completeExportIn(tx: PoolClient, completion: ExportCompletion): Promise<DayCoverage[]> {
  const { rows } = await tx.query<{ organisation: string; selectionRule: string }>(
    `
    UPDATE export
       SET state = 'complete',
           finished_at = coalesce(finished_at, $2),
           data_available_until = coalesce($3, data_available_until)
     WHERE export_key = $1 AND state IN ('submitted', 'paging', 'complete') AND cursor IS NULL
    RETURNING organisation, selection_rule AS "selectionRule"`,
    [
      completion.exportKey,
      formatInstant(completion.at),
      completion.dataAvailableUntil === null ? null : formatInstant(completion.dataAvailableUntil),
    ],
  )
  const found = rows[0]
  if (found === undefined) {
    throw new TerminalError(
      `Export ${completion.exportKey} cannot be completed: it was closed or has pages left.`,
      {
        code: 'store.export-not-complete',
        fields: { exportKey: completion.exportKey },
        advice: 'Resume it at its stored cursor, or begin a new attempt.',
      },
    )
  }
  await noteDrift(tx, completion.exportKey)
  const days = await coverDays(tx, completion)
  await advanceWatermark(tx, found.organisation, found.selectionRule)
  return days
}

/** Days of the export's interval as far as the platform vouches for them; a day is covered from its start on. */
async function coverDays(tx: PoolClient, completion: ExportCompletion): Promise<DayCoverage[]> {
  const { rows } = await tx.query<DayCoverage>(
    `
    WITH exported AS (
      SELECT organisation, selection_rule, export_key, interval_start,
             least(interval_end, data_available_until) AS covered_until
        FROM export
       WHERE export_key = $1 AND data_available_until IS NOT NULL
    ), covered AS (
      SELECT e.organisation, e.selection_rule, e.export_key, d.day::date AS day,
             least(e.covered_until, (d.day + interval '1 day') AT TIME ZONE 'UTC') AS covered_until,
             e.covered_until >= (d.day + interval '1 day') AT TIME ZONE 'UTC' AS complete
        FROM exported e
       CROSS JOIN generate_series(
               date_trunc('day', e.interval_start AT TIME ZONE 'UTC'),
               e.covered_until AT TIME ZONE 'UTC' - interval '1 microsecond',
               interval '1 day') AS d (day)
       WHERE e.interval_start <= d.day AT TIME ZONE 'UTC'
    )
    INSERT INTO coverage AS known
           (organisation, day, selection_rule, covered_until, complete, settled, export_key, exported_at)
    SELECT organisation, day, selection_rule, covered_until, complete, complete AND $2, export_key, $3
      FROM covered
     ORDER BY day
        ON CONFLICT (organisation, day, selection_rule) DO UPDATE
       SET covered_until = greatest(known.covered_until, excluded.covered_until),
           complete = known.complete OR excluded.complete,
           settled = known.settled OR excluded.settled,
           export_key = excluded.export_key,
           exported_at = greatest(known.exported_at, excluded.exported_at)
    RETURNING day, covered_until AS "coveredUntil", complete`,
    [completion.exportKey, completion.settled, formatInstant(completion.at)],
  )
  return rows.sort((a, b) => (a.day < b.day ? -1 : 1))
}
