/** Rows for every table there is, and what stands in all of them: by the catalogue, so that no new table is left out. */
import type { Pool } from 'pg'

const tablesSql = `
  SELECT relname AS name FROM pg_class
   WHERE relnamespace = 'retally'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT LIKE 'migration%'
   ORDER BY relname`

async function tables(pool: Pool): Promise<string[]> {
  return (await pool.query<{ name: string }>(tablesSql)).rows.map(({ name }) => name)
}

export type Row = Record<string, unknown>

/** The rows of every table, as text in an order of their own. */
export async function contents(pool: Pool): Promise<Map<string, Row[]>> {
  const found = new Map<string, Row[]>()
  for (const table of await tables(pool)) {
    const { rows } = await pool.query<{ row: Row }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY t::text`,
    )
    found.set(
      table,
      rows.map(({ row }) => row),
    )
  }
  return found
}

/** Columns of every table. */
export async function columnsOf(pool: Pool): Promise<Map<string, Set<string>>> {
  const { rows } = await pool.query<{ table: string; column: string }>(`
    SELECT c.relname AS table, a.attname AS column
      FROM (${tablesSql}) t
      JOIN pg_class c ON c.relname = t.name AND c.relnamespace = 'retally'::regnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped`)
  const found = new Map<string, Set<string>>()
  for (const { table, column } of rows) found.set(table, (found.get(table) ?? new Set()).add(column))
  return found
}

interface FillColumn {
  name: string
  type: string
  /** `SELECT` of a value that a foreign key allows. */
  referenced: string | null
  /** The first of the words that a check allows. */
  allowed: string | null
}

/**
 * Puts a row into each table that has none.
 *
 * @returns tables that stay empty, since a check of theirs wants more than its column tells
 */
export async function fillEmptyTables(pool: Pool): Promise<string[]> {
  let left = await emptyTables(pool)
  for (;;) {
    for (const table of left) await fill(pool, table).catch(() => undefined)
    const now = await emptyTables(pool)
    if (now.length === left.length) return now
    left = now
  }
}

async function emptyTables(pool: Pool): Promise<string[]> {
  return [...(await contents(pool))].filter(([, rows]) => rows.length === 0).map(([table]) => table)
}

async function fill(pool: Pool, table: string): Promise<void> {
  const { rows } = await pool.query<FillColumn>(
    `
    SELECT a.attname AS name, format_type(atttypid, NULL) AS type,
           (SELECT format('(SELECT %I FROM %s LIMIT 1)', (SELECT attname FROM pg_attribute r
                                                           WHERE r.attrelid = confrelid AND r.attnum = confkey[array_position(conkey, a.attnum)]),
                          confrelid::regclass)
              FROM pg_constraint WHERE conrelid = a.attrelid AND contype = 'f' AND a.attnum = ANY (conkey) LIMIT 1) AS referenced,
           (SELECT (regexp_match(pg_get_constraintdef(oid), 'ANY \\(+ARRAY\\[''([^'']+)'''))[1]
              FROM pg_constraint WHERE conrelid = a.attrelid AND contype = 'c' AND conkey = ARRAY[a.attnum] LIMIT 1) AS allowed
      FROM pg_attribute a
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attidentity <> 'a'`,
    [`retally.${table}`],
  )
  const values = rows.map((column) => column.referenced ?? literal(column))
  await pool.query(
    `INSERT INTO ${table} (${rows.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`,
  )
}

function literal({ name, type, allowed }: FillColumn): string {
  if (allowed !== null) return `'${allowed}'`
  if (type.endsWith('[]')) return `'{}'::${type}`
  if (type.startsWith('timestamp') || type === 'date')
    return /(_to|_until|_end)$/.test(name) ? `'2026-10-21'` : `'2026-10-20'`
  if (type.startsWith('json')) return `'{}'`
  // As long as a hash: what reads one takes it apart.
  if (type === 'bytea') return `decode(repeat('00', 32), 'hex')`
  if (type === 'boolean') return 'true'
  if (type === 'text') return `'x'`
  if (type === 'interval') return `'1 hour'`
  return `'1'`
}
