import type { Period } from '../../kpis/publication'
import { utcDay } from '../../time/local-date'
import type { Connection } from '../connection'

/** Which versions of each KPI are in force from which date of observation on, in order; of all KPIs or of one. */
export async function readPeriods(db: Connection, name?: string): Promise<Map<string, Period[]>> {
  const { rows } = await db.query<{ name: string; effectiveFrom: number; version: number }>(
    `
    SELECT p.name, p.effective_from AS "effectiveFrom", d.version
      FROM version_in_force p
      JOIN kpi_definition d USING (definition_key)
     WHERE $1::text IS NULL OR p.name = $1
     ORDER BY p.name, p.effective_from`,
    [name ?? null],
  )
  const periods = new Map<string, Period[]>()
  for (const { name, effectiveFrom, version } of rows) {
    const since = Number.isFinite(effectiveFrom) ? utcDay(effectiveFrom) : null
    periods.set(name, [...(periods.get(name) ?? []), { since, version }])
  }
  return periods
}
