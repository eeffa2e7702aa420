import type { PoolClient } from 'pg'
import { RetryableError, TerminalError } from '../../errors'
import { type Subject, subjectOf } from '../../kpis/subject'
import { utcZone } from '../../time/zone-name'
import { type ConnectionPair, takePair } from '../connection-pair'
import { castDatabaseError } from '../database-error'
import { ensureMonth, monthTable } from '../ensure-month'
import type { Store } from '../open-store'
import { type ChangedOutput, readChangedOutputs } from './changed-output'
import { noteComputations } from './computation'
import { DayOutput } from './day-output'
import type { DayToRecompute, DefinitionToCompute, RecomputedDefinition } from './day-to-recompute'
import { type LedgerEntry, writeLedger } from './ledger'
import { type DayStands, planTasks, readDayStands, type Task } from './plan-recompute'
import { summaryOf, untouched } from './recompute-summary'
import { createStaging, type ReplacedRows, replaceRows } from './replace-rows'
import { DefinitionPass, replayInto } from './replay-pass'
import { UnknownNames } from './result-row'
import { mendRollups, writeFreshRollups } from './write-rollups'

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
      underDayLock(pair.writer, work.day, async () => {
        const definitions = await work.definitions(pair.writer)
        return inSharedSnapshot(pair, () => recompute(store, pair, work, definitions))
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
  await reader.query(`
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET TRANSACTION SNAPSHOT '${(rows[0] as { snapshot: string }).snapshot}'`)
  const outcome = await work()
  await reader.query('COMMIT')
  await writer.query(outcome instanceof UnknownNames ? 'ROLLBACK' : 'COMMIT')
  return outcome
}

async function recompute(
  store: Store,
  pair: ConnectionPair,
  work: DayToRecompute,
  definitions: readonly DefinitionToCompute[],
): Promise<RecomputedDefinition[] | UnknownNames> {
  const stands = await readDayStands(pair.writer, work.day)
  try {
    return await recomputeFrom(store, pair, work, definitions, stands)
  } catch (error) {
    throw error instanceof TerminalError ? withRevisions(error, stands.revisions) : error
  }
}

/** So that whoever puts the day in quarantine can say which facts could not be computed. */
function withRevisions(error: TerminalError, revisions: ReadonlyMap<string, number>): TerminalError {
  const { code, fields, advice, cause } = error
  return new TerminalError(error.message, {
    code,
    fields: { ...fields, factsRevisions: JSON.stringify(Object.fromEntries(revisions)) },
    ...(advice === undefined ? {} : { advice }),
    cause: cause ?? error,
  })
}

async function recomputeFrom(
  store: Store,
  pair: ConnectionPair,
  work: DayToRecompute,
  definitions: readonly DefinitionToCompute[],
  stands: DayStands,
): Promise<RecomputedDefinition[] | UnknownNames> {
  const tasks = await planTasks(pair.writer, work, definitions, stands)
  const done = new Map<number, RecomputedDefinition>()
  for (const task of tasks) {
    if (task.mode === 'unchanged') done.set(task.toCompute.definitionKey, untouched(task))
  }
  /** A pass over the facts of each subject. */
  const replay = async (table: string, passes: readonly DefinitionPass[]) => {
    const unknown = new UnknownNames()
    for (const [subject, ofSubject] of bySubject(passes)) {
      await replayInto(pair.writer, pair.reader, {
        day: work.day,
        runKey: work.runKey,
        subject,
        definitions: ofSubject,
        table,
        keys: store.dictionaries,
        unknown,
        onConversations: work.onConversations,
        signal: work.signal,
      })
    }
    return unknown
  }

  const fresh = tasks.filter((task) => task.mode === 'fresh')
  if (fresh.length > 0) {
    const passes = fresh.map((task) => new DefinitionPass(task.toCompute, null))
    const unknown = await replay(monthTable('result', work.day), passes)
    if (unknown.any) return unknown
    await writeFreshRollups(pair.writer, work.day, passes)
    for (const pass of passes) {
      const changed = { written: pass.output.rows, deleted: 0, unchanged: 0 }
      done.set(pass.toCompute.definitionKey, summaryOf(pass, 'fresh', pass.output, changed))
    }
  }

  const staged = tasks.filter((task) => task.mode === 'changed' || task.mode === 'full')
  if (staged.length > 0) {
    await createStaging(pair.writer)
    const passes = staged.map((task) => {
      const changedAfter = task.mode === 'changed' ? (task.entry as LedgerEntry).factsRevision : null
      return { task, pass: new DefinitionPass(task.toCompute, changedAfter) }
    })
    const unknown = await replay(
      'staged_result',
      passes.map(({ pass }) => pass),
    )
    if (unknown.any) return unknown
    const replaced = await replaceRows(
      pair.writer,
      work.day,
      passes.map(({ pass: { toCompute, changedAfter } }) => {
        const { definitionKey, definition } = toCompute
        return { definitionKey, subject: subjectOf(definition), changedAfter }
      }),
    )
    const changed = await readChangedOutputs(pair.writer, work.day)
    for (const { task, pass } of passes) {
      const { definitionKey } = pass.toCompute
      if (work.force) await mendRollups(pair.writer, work.day, pass)
      const output = whatStands(task, pass, changed.get(definitionKey))
      const rows = replaced.get(definitionKey) as ReplacedRows
      done.set(definitionKey, summaryOf(pass, task.mode, output, rows))
    }
  }

  const answer = tasks.map((task) => done.get(task.toCompute.definitionKey) as RecomputedDefinition)
  const written = tasks.flatMap(({ toCompute, mode, factsRevision }, index) => {
    if (mode === 'unchanged') return []
    const { fingerprint, referenceFingerprint } = toCompute
    const summary = answer[index] as RecomputedDefinition
    const of = { day: work.day, fingerprint, referenceFingerprint, factsRevision, runKey: work.runKey }
    return [{ ...summary, ...of, computedAt: work.at }]
  })
  await writeLedger(pair.writer, written)
  await noteComputations(pair.writer, written)
  return answer
}

function bySubject(passes: readonly DefinitionPass[]): Map<Subject, DefinitionPass[]> {
  const grouped = new Map<Subject, DefinitionPass[]>()
  for (const pass of passes) {
    const subject = subjectOf(pass.toCompute.definition)
    const same = grouped.get(subject)
    if (same === undefined) grouped.set(subject, [pass])
    else same.push(pass)
  }
  return grouped
}

/** Of a pass over what changed: what stood, without the rows that went and with those that came. */
function whatStands({ entry }: Task, pass: DefinitionPass, changed: ChangedOutput | undefined): DayOutput {
  if (pass.changedAfter === null) return pass.output
  const { pendingUntil } = entry as LedgerEntry
  const stands = DayOutput.of(entry as LedgerEntry)
  if (changed !== undefined) {
    stands.subtract(changed.went)
    stands.add(changed.came)
  }
  // Of those that did not change one may wait longer than this says; then the day is looked at once for nothing.
  if (pendingUntil !== null) pass.waitsFor(pendingUntil)
  return stands
}
