import { type Subject, subjectOf } from '../../kpis/subject'
import type { ConnectionPair } from '../connection-pair'
import type { Store } from '../open-store'
import type { DayToRecompute } from './day-to-recompute'
import { type DefinitionPass, replayInto } from './replay-pass'
import { UnknownNames } from './result-row'

/** A day's recompute within its transaction: one connection takes the rows, the other reads the same snapshot. */
export interface DayInSnapshot {
  store: Store
  pair: ConnectionPair
  work: DayToRecompute
}

/**
 * Replays the day through definitions, in a pass for each subject they observe; their rows go to `table`.
 *
 * @returns names that have no key, where there are any: their rows are missing, and the transaction must be given up
 */
export async function replayBySubject(
  { store, pair, work }: DayInSnapshot,
  table: string,
  passes: readonly DefinitionPass[],
): Promise<UnknownNames | null> {
  const unknown = new UnknownNames()
  for (const [subject, definitions] of bySubject(passes)) {
    await replayInto(pair.writer, pair.reader, {
      day: work.day,
      runKey: work.runKey,
      subject,
      definitions,
      table,
      keys: store.dictionaries,
      unknown,
      onSubjects: work.onSubjects,
      signal: work.signal,
    })
  }
  return unknown.any ? unknown : null
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
