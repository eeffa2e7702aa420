import { DayOutput } from './day-output'
import type { RecomputedDefinition } from './day-to-recompute'
import type { Task } from './plan-recompute'
import type { RecomputeMode } from './recompute-mode'
import type { DefinitionPass } from './replay-pass'

/** What a pass came to, and what stands since. */
export function summaryOf(
  { toCompute, subjectsRead, pendingUntil }: DefinitionPass,
  mode: RecomputeMode,
  output: DayOutput,
  changed: { written: number; deleted: number; unchanged: number },
): RecomputedDefinition {
  return {
    kpi: toCompute.definition.name,
    version: toCompute.definition.version,
    definitionKey: toCompute.definitionKey,
    mode,
    subjectsRead,
    rowsWritten: changed.written,
    rowsDeleted: changed.deleted,
    rowsUnchanged: changed.unchanged,
    pendingUntil,
    ...output.counts,
  }
}

/** What stands where nothing had to be done, or must be: nothing at all on a day that was signed off before there was anything. */
export function untouched({ toCompute, entry, mode }: Task): RecomputedDefinition {
  const { counts } = entry === undefined ? new DayOutput() : DayOutput.of(entry)
  return {
    kpi: toCompute.definition.name,
    version: toCompute.definition.version,
    definitionKey: toCompute.definitionKey,
    mode,
    subjectsRead: 0,
    rowsWritten: 0,
    rowsDeleted: 0,
    rowsUnchanged: counts.rows,
    pendingUntil: entry?.pendingUntil ?? null,
    ...counts,
  }
}
