import type { Connection } from '../connection'
import { type ExportRecord, exportColumns } from './export'

/** One attempt at an export by its key; null when there is none. */
export async function readExport(db: Connection, exportKey: number): Promise<ExportRecord | null> {
  const { rows } = await db.query<ExportRecord>(`SELECT ${exportColumns} FROM export WHERE export_key = $1`, [
    exportKey,
  ])
  return rows[0] ?? null
}
