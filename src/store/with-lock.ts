import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from './open-store'

/** Milliseconds between two tries for a lock that somebody else holds. */
const tryEveryMs = 500

export interface Lock {
  /** What kind of thing is locked, and which one. */
  family: string
  name: string
  signal: AbortSignal
  /** Called each time the lock is found held by somebody else. False: waits no longer, and works without the lock. */
  onWait(): boolean | Promise<boolean>
}

/**
 * Runs `work` while nobody else does work under the same lock, of whatever worker. The lock is a session's, so it ends with its
 * worker.
 */
export async function withLock<T>(
  store: Store,
  { family, name, signal, onWait }: Lock,
  work: () => Promise<T>,
): Promise<T> {
  const key = [family, name]
  const connection = await store.pool.connect()
  let lost: Error | undefined
  const lose = (error: Error) => {
    lost = error
  }
  connection.on('error', lose)
  try {
    for (;;) {
      const { rows } = await connection.query<{ held: boolean }>(
        'SELECT pg_try_advisory_lock(hashtext($1), hashtext($2)) AS held',
        key,
      )
      if (rows[0]?.held) break
      if (!(await onWait())) return await work()
      await sleep(tryEveryMs, undefined, { signal })
    }
    try {
      return await work()
    } finally {
      await connection
        .query('SELECT pg_advisory_unlock(hashtext($1), hashtext($2))', key)
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
