import type { DayOutput } from './day-output'
import type { RecomputedDefinition } from './day-to-recompute'
import type { LedgerEntry } from './ledger'
import type { Task } from './plan-recompute'
import type { RecomputeMode } from './recompute-mode'
import type { DefinitionPass } from './replay-pass'

/** What a pass came to, and what stands since. */
export function summaryOf(
  { toCompute, conversationsRead, pendingUntil }: DefinitionPass,
  mode: RecomputeMode,
  output: DayOutput,
  changed: { written: number; deleted: number; unchanged: number },
): RecomputedDefinition {
  return {
    kpi: toCompute.definition.name,
    version: toCompute.definition.version,
    definitionKey: toCompute.definitionKey,
    mode,
    conversationsRead,
    rowsWritten: changed.written,
    rowsDeleted: changed.deleted,
    rowsUnchanged: changed.unchanged,
    rows: output.rows,
    observations: output.observations,
    withoutZone: output.withoutZone,
    setAside: output.setAside,
    unfinished: output.unfinished,
    pendingUntil,
    lacking: output.lacking,
    outputHash: output.hash,
  }
}

/** What stands where nothing had to be done. */
export function untouched({ toCompute, entry }: Task): RecomputedDefinition {
  const { rows, observations, withoutZone, setAside, unfinished, pendingUntil, lacking, outputHash } =
    entry as LedgerEntry
  return {
    kpi: toCompute.definition.name,
    version: toCompute.definition.version,
    definitionKey: toCompute.definitionKey,
    mode: 'unchanged',
    conversationsRead: 0,
    rowsWritten: 0,
    rowsDeleted: 0,
    rowsUnchanged: rows,
    rows,
    observations,
    withoutZone,
    setAside,
    unfinished,
    pendingUntil,
    lacking,
    outputHash,
  }
}
