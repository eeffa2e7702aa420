import type { Connection } from '../../src/store/connection'

/** By the ledger alone: partitions that were made from other facts than there are now. */
export async function readVersionsBehind(db: Connection): Promise<{ kpi: string; day: string }[]> {
  const { rows } = await db.query<{ kpi: string; day: string }>(`
    SELECT k.name || '@' || k.version AS kpi, l.day
      FROM ledger l
      JOIN kpi_definition k USING (definition_key)
      JOIN subject_day d ON d.subject = k.subject AND d.day = l.day
     WHERE d.facts_revision <> l.facts_revision
     ORDER BY k.name, k.version, l.day`)
  return rows
}
