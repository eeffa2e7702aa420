import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { type ExportRecord, exportColumns } from './export'

export interface ExportRequest {
  organisation: string
  requestKey: string
  selectionRule: string
  interval: Interval
  at: Instant
  /** The run that asks for it first; null: none. */
  runKey?: number | null
}

/**
 * The attempt in progress for this request, else a new one. A complete attempt is returned as it is: asking twice for
 * the same thing joins the first. After a failed or expired attempt the next one starts from its first page.
 */
export async function beginExport(db: Connection, request: ExportRequest): Promise<ExportRecord> {
  const latest = await readLatestAttempt(db, request.organisation, request.requestKey)
  if (latest !== null && latest.state !== 'failed' && latest.state !== 'expired') return latest
  const { rows } = await db.query<ExportRecord>(
    `
    INSERT INTO export (organisation, request_key, attempt, selection_rule, interval_start, interval_end, state, started_at, run_key)
    VALUES ($1, $2, $3, $4, $5, $6, 'submitted', $7, $8)
        ON CONFLICT DO NOTHING
    RETURNING ${exportColumns}`,
    [
      request.organisation,
      request.requestKey,
      (latest?.attempt ?? 0) + 1,
      request.selectionRule,
      formatInstant(request.interval.start),
      formatInstant(request.interval.end),
      formatInstant(request.at),
      request.runKey ?? null,
    ],
  )
  // Nothing was inserted when another worker began the same attempt in between: join it.
  return rows[0] ?? (await beginExport(db, request))
}

async function readLatestAttempt(
  db: Connection,
  organisation: string,
  requestKey: string,
): Promise<ExportRecord | null> {
  const { rows } = await db.query<ExportRecord>(
    `
    SELECT ${exportColumns} FROM export
     WHERE organisation = $1 AND request_key = $2
     ORDER BY attempt DESC LIMIT 1`,
    [organisation, requestKey],
  )
  return rows[0] ?? null
}
