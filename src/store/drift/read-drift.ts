import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** How many conversations of a settled day an export found changed, or had never been told of. */
export interface DriftedDay {
  day: string
  changed: number
  new: number
}

/** What an export found of a settled day, and what that moved. */
export interface DriftRow extends DriftedDay {
  exportKey: number
  /** Up to when the platform vouched for what it told. */
  observedAt: Instant
  /** All conversations of the day. */
  conversations: number
  rowsWritten: number
  rowsDeleted: number
  /** Definitions of which a row changed. */
  kpis: number
}

/** All that a definition observed on a UTC day, before and after a drifted day was recomputed. */
export interface DriftCellRow {
  /** That of the conversations which changed. */
  day: string
  exportKey: number
  kpi: string
  version: number
  observedOn: string
  runKey: number
  rowsWritten: number
  rowsDeleted: number
  observationsBefore: number
  observationsAfter: number
  partsBefore: number[]
  partsAfter: number[]
}

export interface DriftRange {
  organisation: string
  first: string
  last: string
}

/** The drift that one export found, by day. */
export async function readDriftOfExport(db: Connection, exportKey: number): Promise<DriftedDay[]> {
  const { rows } = await db.query<DriftedDay>(
    `
    SELECT day, changed_conversations AS changed, new_conversations AS new
      FROM drift
     WHERE export_key = $1
     ORDER BY day`,
    [exportKey],
  )
  return rows
}

/** Settled days from `first` to `last` (both included) that changed on the platform, with what that moved; oldest first. */
export async function readDrift(db: Connection, range: DriftRange): Promise<DriftRow[]> {
  const { rows } = await db.query<DriftRow>(
    `
    SELECT d.day, d.export_key AS "exportKey", observed_at AS "observedAt", conversations, changed_conversations AS changed,
           new_conversations AS new, coalesce(sum(rows_written), 0)::bigint AS "rowsWritten",
           coalesce(sum(rows_deleted), 0)::bigint AS "rowsDeleted", count(DISTINCT definition_key) AS kpis
      FROM drift d
      LEFT JOIN drift_cell c USING (day, export_key)
     WHERE organisation = $1 AND d.day BETWEEN $2 AND $3
     GROUP BY d.day, d.export_key
     ORDER BY d.day, d.export_key`,
    [range.organisation, range.first, range.last],
  )
  return rows
}

/** What moved because of it: by day, definition and the day on which it is observed. */
export async function readDriftCells(db: Connection, range: DriftRange): Promise<DriftCellRow[]> {
  const { rows } = await db.query<DriftCellRow>(
    `
    SELECT c.day, c.export_key AS "exportKey", k.name AS kpi, k.version, observed_on AS "observedOn", run_key AS "runKey",
           rows_written AS "rowsWritten", rows_deleted AS "rowsDeleted", observations_before AS "observationsBefore",
           observations_after AS "observationsAfter", parts_before AS "partsBefore", parts_after AS "partsAfter"
      FROM drift d
      JOIN drift_cell c USING (day, export_key)
      JOIN kpi_definition k USING (definition_key)
     WHERE organisation = $1 AND d.day BETWEEN $2 AND $3
     ORDER BY c.day, c.export_key, k.name, k.version, observed_on`,
    [range.organisation, range.first, range.last],
  )
  return rows
}

/** How many settled days from `first` to `last` changed on the platform. */
export async function countDriftedDays(db: Connection, range: DriftRange): Promise<number> {
  const { rows } = await db.query<{ days: number }>(
    'SELECT count(DISTINCT day) AS days FROM drift WHERE organisation = $1 AND day BETWEEN $2 AND $3',
    [range.organisation, range.first, range.last],
  )
  return rows[0]?.days ?? 0
}
