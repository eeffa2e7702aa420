import type { Pool } from 'pg'

/** How much write-ahead log the server writes meanwhile, in kB: it is the benchmark's own, and nobody else writes. */
export async function walOf(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  const before = await walPosition(pool)
  await work()
  const { rows } = await pool.query<{ bytes: number }>(
    'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1)::float8 AS bytes',
    [before],
  )
  return (rows[0]?.bytes ?? Number.NaN) / 1024
}

async function walPosition(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ position: string }>(
    'SELECT pg_current_wal_insert_lsn()::text AS position',
  )
  return rows[0]?.position as string
}
