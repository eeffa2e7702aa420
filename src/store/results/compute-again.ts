import { subjectOf } from '../../kpis/subject'
import { dayNumber } from '../../time/local-date'
import { noteDriftedCells } from '../drift/note-drifted-cells'
import { type ChangedOutput, ComparedRows } from './compared-rows'
import { CopiedRows } from './copied-rows'
import { DayOutput } from './day-output'
import type { RecomputedDefinition } from './day-to-recompute'
import type { LedgerEntry } from './ledger'
import type { Task } from './plan-recompute'
import { summaryOf } from './recompute-summary'
import { createStaging, type ReplacedRows, replaceRows } from './replace-rows'
import { type DayInSnapshot, replayBySubject } from './replay-by-subject'
import { DefinitionPass } from './replay-pass'
import type { UnknownNames } from './result-row'
import { mendRollups } from './write-rollups'

/**
 * Of definitions that have rows on the day: only what came out differently replaces what stood. Where subjects changed, theirs are
 * compared as they arise; where all of the day is replayed, its rows are staged and compared by the database.
 */
export async function computeAgain(
  at: DayInSnapshot,
  tasks: readonly Task[],
): Promise<RecomputedDefinition[] | UnknownNames> {
  if (tasks.length === 0) return []
  const { writer } = at.pair
  const { day, force, runKey } = at.work
  await createStaging(writer)
  const again = tasks.map((task) => ({ task, pass: passOf(task) }))
  const passes = again.map(({ pass }) => pass)
  const compared = new ComparedRows(writer, { day, runKey }, at.store.dictionaries)
  const ofChanges = passes.filter((pass) => !isOfWholeDay(pass))
  const unknown =
    (await stage(at, passes.filter(isOfWholeDay))) ?? (await replayBySubject(at, compared, ofChanges))
  if (unknown !== null) return unknown
  const replaced = await replaceRows(writer, day, passes.map(toReplace), at.work.at)
  await noteDriftedCells(writer, day, runKey)
  const done: RecomputedDefinition[] = []
  for (const { task, pass } of again) {
    const { definitionKey } = task.toCompute
    if (force) await mendRollups(writer, day, pass)
    const output = whatStands(task, pass, compared.changed.get(definitionKey))
    const { written, deleted } = replaced.get(definitionKey) as ReplacedRows
    const unchanged = pass.output.rows - written
    done.push(summaryOf(pass, task.mode, output, { written, deleted, unchanged }))
  }
  return done
}

async function stage(at: DayInSnapshot, passes: readonly DefinitionPass[]): Promise<UnknownNames | null> {
  if (passes.length === 0) return null
  const { day, runKey } = at.work
  const rows = new CopiedRows(at.pair.writer, 'staged_result', { dayNumber: dayNumber(day), runKey })
  return replayBySubject(at, rows, passes)
}

function isOfWholeDay({ changedAfter }: DefinitionPass): boolean {
  return changedAfter === null
}

function passOf({ toCompute, mode, entry }: Task): DefinitionPass {
  return new DefinitionPass(toCompute, mode === 'changed' ? (entry as LedgerEntry).factsRevision : null)
}

function toReplace({ definitionKey, changedAfter, toCompute }: DefinitionPass) {
  return { definitionKey, changedAfter, subject: subjectOf(toCompute.definition) }
}

/** Of a pass over what changed: what stood, without the rows that went and with those that came. */
function whatStands({ entry }: Task, pass: DefinitionPass, changed: ChangedOutput | undefined): DayOutput {
  if (isOfWholeDay(pass)) return pass.output
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
