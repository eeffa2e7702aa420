import type { Pool } from 'pg'

/** A fingerprint of every row version of the tables: it changes when any row is written, even with the same values. */
export async function rowVersions(pool: Pool, tables: readonly string[]): Promise<Record<string, string>> {
  const versions: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await pool.query<{ versions: string }>(
      `SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(xmin || ':' || ctid::text, ',' ORDER BY tableoid, ctid)), '') AS versions
         FROM ${table}`,
    )
    versions[table] = (rows[0] as { versions: string }).versions
  }
  return versions
}
