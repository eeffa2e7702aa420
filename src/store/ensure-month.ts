import { inTransaction, type Store } from './open-store'

export type PartitionedTable = 'snapshot' | 'facts' | 'result' | 'rollup'

/** The partition that holds a day (`YYYY-MM-DD`) of a table: `result_2026_10`. */
export function monthTable(table: PartitionedTable, day: string): string {
  return `${table}_${day.slice(0, 4)}_${day.slice(5, 7)}`
}

/**
 * Makes the month's partitions of the tables where they are missing. Any number of workers may ask at once.
 *
 * The partition is created as a table of its own and then attached: `CREATE … PARTITION OF` would need the parent for
 * itself alone and wait for every load in progress, attaching locks out nobody. There is no default partition:
 * it would have to be searched under lock at each attach.
 */
export async function ensureMonth(
  store: Store,
  day: string,
  tables: readonly PartitionedTable[],
): Promise<void> {
  const month = day.slice(0, 7)
  const missing = tables.filter((table) => !store.knownMonths.has(`${table} ${month}`))
  if (missing.length === 0) return
  await inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.month'), hashtext($1))`, [month])
    for (const table of missing) {
      const partition = monthTable(table, day)
      const { rows } = await tx.query<{ present: boolean }>(
        `SELECT to_regclass('retally.' || $1) IS NOT NULL AS present`,
        [partition],
      )
      if (rows[0]?.present) continue
      await tx.query(`
        CREATE TABLE ${partition} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE
                                   INCLUDING COMPRESSION);
        ALTER TABLE ${table} ATTACH PARTITION ${partition}
          FOR VALUES FROM ('${month}-01') TO ('${monthAfter(month)}-01')`)
    }
  })
  for (const table of missing) store.knownMonths.add(`${table} ${month}`)
}

function monthAfter(month: string): string {
  const year = Number(month.slice(0, 4))
  const number = Number(month.slice(5, 7))
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 4)}-${String(number + 1).padStart(2, '0')}`
}
