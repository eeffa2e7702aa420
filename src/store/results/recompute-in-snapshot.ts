import { TerminalError } from '../../errors'
import { type Computation, noteComputations } from './computation'
import { computeAgain } from './compute-again'
import { computeFresh } from './compute-fresh'
import type { DayToRecompute, DefinitionToCompute, RecomputedDefinition } from './day-to-recompute'
import { writeLedger } from './ledger'
import { type DayStands, planTasks, readDayStands, type Task } from './plan-recompute'
import type { RecomputeMode } from './recompute-mode'
import { untouched } from './recompute-summary'
import type { DayInSnapshot } from './replay-by-subject'
import { UnknownNames } from './result-row'

/**
 * Plans what each definition needs, computes that, and has the ledger vouch for it.
 *
 * @returns what was done for each definition, in their order, without those that are retired; or names that have no key, for which
 *   nothing of it may stand
 */
export async function recomputeInSnapshot(
  at: DayInSnapshot,
  definitions: readonly DefinitionToCompute[],
): Promise<RecomputedDefinition[] | UnknownNames> {
  const stands = await readDayStands(at.pair.writer, at.work.day)
  try {
    return await recomputeFrom(at, definitions, stands)
  } catch (error) {
    throw error instanceof TerminalError ? withRevisions(error, stands.revisions) : error
  }
}

async function recomputeFrom(
  at: DayInSnapshot,
  definitions: readonly DefinitionToCompute[],
  stands: DayStands,
): Promise<RecomputedDefinition[] | UnknownNames> {
  const tasks = await planTasks(at.pair.writer, at.work, definitions, stands)
  const those = (...modes: RecomputeMode[]) => tasks.filter(({ mode }) => modes.includes(mode))

  const unchanged = those('unchanged', 'signed-off').map(untouched)
  const fresh = await computeFresh(at, those('fresh'))
  if (fresh instanceof UnknownNames) return fresh
  const again = await computeAgain(at, those('changed', 'full'))
  if (again instanceof UnknownNames) return again

  const done = new Map([...unchanged, ...fresh, ...again].map((each) => [each.definitionKey, each]))
  const doneFor = ({ toCompute }: Task) => done.get(toCompute.definitionKey) as RecomputedDefinition
  const entries = those('fresh', 'changed', 'full').map((task) =>
    entryOf(at.work, stands, task, doneFor(task)),
  )
  await writeLedger(at.pair.writer, entries)
  await noteComputations(at.pair.writer, entries)
  return tasks.map(doneFor)
}

function entryOf(
  { day, runKey, codeVersion, at: computedAt }: DayToRecompute,
  { knownUntil }: DayStands,
  { toCompute: { fingerprint, referenceFingerprint }, factsRevision, factsHash }: Task,
  recomputed: RecomputedDefinition,
): Computation {
  return {
    ...recomputed,
    ...{ day, runKey, computedAt },
    ...{ fingerprint, referenceFingerprint, factsRevision, factsHash, knownUntil, codeVersion },
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
