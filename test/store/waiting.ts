import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../../src/store/open-store'

/** Until somebody stands in line for a lock that another holds: then whatever took it first is under way. */
export async function someoneWaitsForALock({ pool }: Store): Promise<void> {
  const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  while ((await pool.query(waiting)).rowCount === 0) await sleep(5)
}
