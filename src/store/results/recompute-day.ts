import type { PoolClient } from 'pg'
import { RetryableError } from '../../errors'
import { utcZone } from '../../time/zone-name'
import { type ConnectionPair, takePair } from '../connection-pair'
import { castDatabaseError } from '../database-error'
import { ensureMonth } from '../ensure-month'
import type { Store } from '../open-store'
import { namingSubject } from '../subjects/name-subject'
import { dayLockKey } from './day-lock'
import type { DayToRecompute, RecomputedDefinition } from './day-to-recompute'
import { recomputeInSnapshot } from './recompute-in-snapshot'
import { UnknownNames } from './result-row'

/**
 * Recomputes one day for any number of definitions: rows, roll-ups and ledger change together or not at all, and only
 * where something is different. What is signed off is left as it is.
 *
 * A day is recomputed by one worker at a time (a lock of the session, taken before the transaction, so that the
 * snapshot is younger than whatever the lock waited for). Within the transaction's snapshot a second connection streams the
 * facts while the first one takes the rows: pages archived meanwhile are not seen, raise the day's revision, and
 * are found by the next recompute.
 */
export async function recomputeDay(store: Store, work: DayToRecompute): Promise<RecomputedDefinition[]> {
  await ensureMonth(store, work.day, ['facts', 'result', 'rollup'])
  await store.dictionaries.learn({ zones: new Set([utcZone.canonical]) })
  await store.dictionaries.refresh()
  for (let attempt = 1; attempt <= 5; attempt++) {
    const outcome = await attemptDay(store, work).catch(async (error: unknown) => {
      throw await namingSubject(store.pool, work.day, error)
    })
    if (!(outcome instanceof UnknownNames)) return outcome
    await store.dictionaries.learn(outcome)
  }
  throw new RetryableError(`Recomputing ${work.day} kept meeting names that were not in the dictionaries.`, {
    code: 'store.names-unknown',
    fields: { day: work.day },
    advice: 'Try again; if it persists, a definition invents ids.',
  })
}

async function attemptDay(
  store: Store,
  work: DayToRecompute,
): Promise<RecomputedDefinition[] | UnknownNames> {
  const pair = await takePair(store)
  let broken: Error | undefined
  try {
    return await pair.whileConnected(
      underDayLock(pair.writer, work.day, async () => {
        const definitions = await work.definitions(pair.writer)
        return inSharedSnapshot(pair, () => recomputeInSnapshot({ store, pair, work }, definitions))
      }),
    )
  } catch (error) {
    // Connections in an unknown state are closed, which also gives the lock back.
    broken = error instanceof Error ? error : new Error(String(error))
    work.signal?.throwIfAborted()
    throw castDatabaseError(error, `recomputing ${work.day}`)
  } finally {
    pair.release(broken)
  }
}

async function underDayLock<T>(writer: PoolClient, day: string, work: () => Promise<T>): Promise<T> {
  await writer.query(`SELECT pg_advisory_lock(${dayLockKey('$1')})`, [day])
  const answer = await work()
  await writer.query(`SELECT pg_advisory_unlock(${dayLockKey('$1')})`, [day])
  return answer
}

/**
 * Commits when `work` gives an answer, rolls back when it found names without keys or fails. The lock of the definitions is taken before
 * the snapshot: whoever drops a version waits for this day, or this day knows of it.
 */
async function inSharedSnapshot(
  { writer, reader }: ConnectionPair,
  work: () => Promise<RecomputedDefinition[] | UnknownNames>,
): Promise<RecomputedDefinition[] | UnknownNames> {
  await writer.query('BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE kpi_definition IN ROW SHARE MODE')
  const { rows } = await writer.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot')
  await reader.query(`
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET TRANSACTION SNAPSHOT '${(rows[0] as { snapshot: string }).snapshot}'`)
  const outcome = await work()
  await reader.query('COMMIT')
  await writer.query(outcome instanceof UnknownNames ? 'ROLLBACK' : 'COMMIT')
  return outcome
}
