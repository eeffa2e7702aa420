import { type Subject, subjectOf } from '../../kpis/subject'
import type { ConnectionPair } from '../connection-pair'
import type { Store } from '../open-store'
import type { DayToRecompute } from './day-to-recompute'
import { type DefinitionPass, replayInto } from './replay-pass'
import { UnknownNames } from './result-row'
import type { RowTarget } from './row-target'

/** A day's recompute within its transaction: one connection takes the rows, the other reads the same snapshot. */
export interface DayInSnapshot {
  store: Store
  pair: ConnectionPair
  work: DayToRecompute
}

/**
 * Replays the day through definitions, in a pass for each subject they observe.
 *
 * @returns names that have no key, where there are any: their rows are missing, and the transaction must be given up
 */
export async function replayBySubject(
  { store, pair, work }: DayInSnapshot,
  rows: RowTarget,
  passes: readonly DefinitionPass[],
): Promise<UnknownNames | null> {
  const unknown = new UnknownNames()
  try {
    for (const [subject, definitions] of bySubject(passes)) {
      await replayInto(pair.reader, {
        day: work.day,
        subject,
        definitions,
        rows,
        keys: store.dictionaries,
        unknown,
        onSubjects: work.onSubjects,
        signal: work.signal,
      })
    }
    await rows.end?.()
  } catch (error) {
    await rows.abandon()
    throw error
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
