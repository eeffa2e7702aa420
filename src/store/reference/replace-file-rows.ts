import type { PoolClient } from 'pg'
import { compileReference } from '../../kpis/reference'
import { type CalendarSource, emptyReferenceTables, type ReferenceTables } from '../../kpis/reference-tables'
import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'
import { type DatedTable, type DatedTableName, datedTables, valuesOf } from './dated-table'

/**
 * The tables that are given replace what earlier files said, each as a whole and all or none; tables that are left out stay as
 * they are. Rows of the platform's feed are not touched.
 *
 * @throws UsageError for tables no replay could run with: two zones for one id at one instant, an unknown zone, …
 */
export async function replaceFileRows(
  store: Store,
  tables: Partial<ReferenceTables>,
  at: Instant,
): Promise<void> {
  compileReference({ ...emptyReferenceTables, ...tables })
  await inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.reference'))`)
    for (const name of Object.keys(datedTables) as DatedTableName[]) {
      const rows = tables[name]
      if (rows !== undefined) await replaceDatedRows(tx, datedTables[name], rows, at)
    }
    if (tables.siteCalendars !== undefined) {
      const rows = tables.siteCalendars.map(({ site, calendar }) => ({ owner: site ?? '', calendar }))
      await replaceCalendars(tx, { table: 'site_calendar', owner: 'site' }, rows, at)
    }
    if (tables.queueCalendars !== undefined) {
      const rows = tables.queueCalendars.map(({ queueId, calendar }) => ({ owner: queueId, calendar }))
      await replaceCalendars(tx, { table: 'queue_calendar', owner: 'queue_id' }, rows, at)
    }
  })
}

async function replaceDatedRows(
  tx: PoolClient,
  { name, ids, says }: DatedTable,
  rows: readonly { validFrom?: string | null; validTo?: string | null }[],
  at: Instant,
): Promise<void> {
  const columns = [...ids, ...says]
  const names = columns.map((column) => column.name).join(', ')
  const arrays = columns.map(({ type }, index) => `$${index + 4}::${type}[]`).join(', ')
  await tx.query(`DELETE FROM ${name} WHERE origin = 'file'`)
  await tx.query(
    `
    INSERT INTO ${name} (${names}, origin, valid_from, valid_to, loaded_at)
    SELECT ${names}, 'file', coalesce(valid_from, '-infinity'), coalesce(valid_to, 'infinity'), $1
      FROM unnest($2::timestamptz[], $3::timestamptz[], ${arrays}) AS f (valid_from, valid_to, ${names})`,
    [
      formatInstant(at),
      rows.map(({ validFrom }) => validFrom ?? null),
      rows.map(({ validTo }) => validTo ?? null),
      ...columns.map((column) => valuesOf(column, rows)),
    ],
  )
}

async function replaceCalendars(
  tx: PoolClient,
  { table, owner }: { table: string; owner: string },
  rows: readonly { owner: string; calendar: CalendarSource }[],
  at: Instant,
): Promise<void> {
  await tx.query(`DELETE FROM ${table}`)
  await tx.query(
    `
    INSERT INTO ${table} (${owner}, valid_from, body, loaded_at)
    SELECT owner, coalesce((body->>'validFrom')::date, '-infinity'), body, $3
      FROM unnest($1::text[], $2::jsonb[]) AS f (owner, body)`,
    [rows.map((row) => row.owner), rows.map((row) => JSON.stringify(row.calendar)), formatInstant(at)],
  )
}
