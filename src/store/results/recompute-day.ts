import type { PoolClient } from 'pg'
import { RetryableError } from '../../errors'
import { utcZone } from '../../time/zone-name'
import { type ConnectionPair, takePair } from '../connection-pair'
import { castDatabaseError } from '../database-error'
import { ensureMonth, monthTable } from '../ensure-month'
import type { Store } from '../open-store'
import type { DayToRecompute, RecomputedDefinition } from './day-to-recompute'
import { writeLedger } from './ledger'
import { hashStoredRows } from './output-hash'
import { planTasks, readFactsRevision } from './plan-recompute'
import { summaryOf, untouched } from './recompute-summary'
import { createStaging, replaceRows } from './replace-rows'
import { DefinitionPass, replayInto } from './replay-pass'
import { UnknownNames } from './result-row'
import { writeFreshRollups } from './write-fresh'

/**
 * Recomputes one day for any number of definitions: rows, roll-ups and ledger change together or not at all, and only
 * where something is different.
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
    const outcome = await attemptDay(store, work)
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
      underDayLock(pair.writer, work.day, () => inSharedSnapshot(pair, () => recompute(store, pair, work))),
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
  const key = `hashtext('retally.recompute'), $1::date - '2000-01-01'::date`
  await writer.query(`SELECT pg_advisory_lock(${key})`, [day])
  const answer = await work()
  await writer.query(`SELECT pg_advisory_unlock(${key})`, [day])
  return answer
}

/** Commits when `work` gives an answer, rolls back when it found names without keys or fails. */
async function inSharedSnapshot(
  { writer, reader }: ConnectionPair,
  work: () => Promise<RecomputedDefinition[] | UnknownNames>,
): Promise<RecomputedDefinition[] | UnknownNames> {
  await writer.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  const { rows } = await writer.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot')
  await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  await reader.query(`SET TRANSACTION SNAPSHOT '${(rows[0] as { snapshot: string }).snapshot}'`)
  // Sorting a day's facts by conversation should not go to disk.
  await reader.query(`SET LOCAL work_mem = '128MB'`)
  const outcome = await work()
  await reader.query('COMMIT')
  await writer.query(outcome instanceof UnknownNames ? 'ROLLBACK' : 'COMMIT')
  return outcome
}

async function recompute(
  store: Store,
  pair: ConnectionPair,
  work: DayToRecompute,
): Promise<RecomputedDefinition[] | UnknownNames> {
  const factsRevision = await readFactsRevision(pair.writer, work.day)
  const tasks = await planTasks(pair.writer, work, factsRevision)
  const done = new Map<number, RecomputedDefinition>()
  for (const task of tasks) {
    if (task.mode === 'unchanged') done.set(task.toCompute.definitionKey, untouched(task))
  }
  const replay = (table: string, definitions: DefinitionPass[]) =>
    replayInto(pair.writer, pair.reader, {
      day: work.day,
      runKey: work.runKey,
      definitions,
      table,
      keys: store.dictionaries,
      onConversations: work.onConversations,
      signal: work.signal,
    })

  const fresh = tasks.filter((task) => task.mode === 'fresh')
  if (fresh.length > 0) {
    const passes = fresh.map((task) => new DefinitionPass(task.toCompute, null))
    const unknown = await replay(monthTable('result', work.day), passes)
    if (unknown.any) return unknown
    await writeFreshRollups(pair.writer, work.day, passes)
    for (const pass of passes) done.set(pass.toCompute.definitionKey, summaryOf(pass, 'fresh'))
  }

  const staged = tasks.filter((task) => task.mode === 'changed' || task.mode === 'full')
  if (staged.length > 0) {
    await createStaging(pair.writer)
    const passes = staged.map(
      (task) =>
        new DefinitionPass(task.toCompute, task.mode === 'changed' ? (task.entry?.factsRevision ?? 0) : null),
    )
    const unknown = await replay('staged_result', passes)
    if (unknown.any) return unknown
    await pair.writer.query('ANALYZE staged_result')
    for (const pass of passes)
      done.set(pass.toCompute.definitionKey, await replaceDefinition(pair.writer, work.day, pass))
  }

  const answer = tasks.map((task) => done.get(task.toCompute.definitionKey) as RecomputedDefinition)
  for (const [index, { toCompute, mode }] of tasks.entries()) {
    if (mode === 'unchanged') continue
    const { fingerprint, referenceFingerprint } = toCompute
    const stands = answer[index] as RecomputedDefinition
    await writeLedger(pair.writer, {
      ...stands,
      day: work.day,
      fingerprint,
      referenceFingerprint,
      factsRevision,
      runKey: work.runKey,
      computedAt: work.at,
    })
  }
  return answer
}

async function replaceDefinition(
  tx: PoolClient,
  day: string,
  pass: DefinitionPass,
): Promise<RecomputedDefinition> {
  const { definitionKey, definition } = pass.toCompute
  const replaced = await replaceRows(tx, {
    definitionKey,
    day,
    changedAfter: pass.changedAfter,
    partCount: definition.parts.length,
  })
  const rows = {
    rowsWritten: replaced.written,
    rowsDeleted: replaced.deleted,
    rowsUnchanged: replaced.unchanged,
  }
  if (pass.changedAfter === null) return { ...summaryOf(pass, 'full'), ...rows }
  return {
    ...summaryOf(pass, 'changed'),
    ...rows,
    ...(await countStoredRows(tx, definitionKey, day)),
    outputHash: await hashStoredRows(tx, definitionKey, day),
  }
}

async function countStoredRows(tx: PoolClient, definitionKey: number, day: string) {
  const { rows } = await tx.query<{
    rows: number
    observations: number
    withoutZone: number
    setAside: number
  }>(
    `
    SELECT count(*) AS rows,
           count(*) FILTER (WHERE flags & 1 = 0) AS observations,
           count(*) FILTER (WHERE flags & 2 <> 0) AS "withoutZone",
           count(*) FILTER (WHERE flags & 1 <> 0) AS "setAside"
      FROM result WHERE definition_key = $1 AND day = $2`,
    [definitionKey, day],
  )
  return rows[0] as { rows: number; observations: number; withoutZone: number; setAside: number }
}
