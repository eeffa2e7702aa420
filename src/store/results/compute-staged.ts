import { subjectOf } from '../../kpis/subject'
import { noteDriftedCells } from '../drift/note-drifted-cells'
import { type ChangedOutput, readChangedOutputs } from './changed-output'
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
 * Of definitions that have rows on the day: theirs are staged, all of them or those of what changed, and only what came out
 * differently replaces what stood.
 */
export async function computeStaged(
  at: DayInSnapshot,
  tasks: readonly Task[],
): Promise<RecomputedDefinition[] | UnknownNames> {
  if (tasks.length === 0) return []
  const { writer } = at.pair
  const { day, force, runKey } = at.work
  await createStaging(writer)
  const staged = tasks.map((task) => ({ task, pass: passOf(task) }))
  const passes = staged.map(({ pass }) => pass)
  const unknown = await replayBySubject(at, 'staged_result', passes)
  if (unknown !== null) return unknown
  const replaced = await replaceRows(writer, day, passes.map(toReplace), at.work.at)
  await noteDriftedCells(writer, day, runKey)
  const changed = await readChangedOutputs(writer, day)
  const done: RecomputedDefinition[] = []
  for (const { task, pass } of staged) {
    const { definitionKey } = task.toCompute
    if (force) await mendRollups(writer, day, pass)
    const output = whatStands(task, pass, changed.get(definitionKey))
    done.push(summaryOf(pass, task.mode, output, replaced.get(definitionKey) as ReplacedRows))
  }
  return done
}

function passOf({ toCompute, mode, entry }: Task): DefinitionPass {
  return new DefinitionPass(toCompute, mode === 'changed' ? (entry as LedgerEntry).factsRevision : null)
}

function toReplace({ toCompute: { definitionKey, definition }, changedAfter }: DefinitionPass) {
  return { definitionKey, subject: subjectOf(definition), changedAfter }
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
