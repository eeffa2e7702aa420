import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../../src/store/open-store'

/** Until somebody stands in line for a lock that another holds: then whatever took it first is under way. */
export function someoneWaitsForALock(store: Pick<Store, 'pool'>): Promise<void> {
  return someoneWaits(store, 'advisory')
}

/** @param asking part of the query that waits, where others may wait as well */
export async function someoneWaits(
  { pool }: Pick<Store, 'pool'>,
  kind: 'advisory' | 'relation',
  asking = '',
): Promise<void> {
  const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
                    WHERE locktype = $1 AND NOT granted AND position($2 IN query) > 0 AND datname = current_database()`
  while ((await pool.query(waiting, [kind, asking])).rowCount === 0) await sleep(5)
}
