import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../open-store'

/** Milliseconds between two tries for a lock that another delivery holds. */
const tryEveryMs = 500

/**
 * Runs `work` while no other delivery to the sink runs, of whatever worker: two at once would send the same
 * change twice, and the one that logged first could arrive last. The lock is a session's, so it ends with
 * its worker.
 */
export async function withSinkLock<T>(
  store: Store,
  lock: { organisation: string; sink: string; signal: AbortSignal; onWait: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const key = [`${lock.organisation}|${lock.sink}`]
  const connection = await store.pool.connect()
  let lost: Error | undefined
  const lose = (error: Error) => {
    lost = error
  }
  connection.on('error', lose)
  try {
    for (;;) {
      const { rows } = await connection.query<{ held: boolean }>(
        `SELECT pg_try_advisory_lock(hashtext('retally.delivery'), hashtext($1)) AS held`,
        key,
      )
      if (rows[0]?.held) break
      lock.onWait()
      await sleep(tryEveryMs, undefined, { signal: lock.signal })
    }
    try {
      return await work()
    } finally {
      await connection
        .query(`SELECT pg_advisory_unlock(hashtext('retally.delivery'), hashtext($1))`, key)
        .catch((error: Error) => {
          lost = error
        })
    }
  } finally {
    connection.off('error', lose)
    // A connection in an unknown state is closed, which also gives the lock back.
    connection.release(lost)
  }
}
