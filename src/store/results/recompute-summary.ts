import type { RecomputedDefinition } from './day-to-recompute'
import type { LedgerEntry } from './ledger'
import type { Task } from './plan-recompute'
import type { RecomputeMode } from './recompute-mode'
import type { DefinitionPass } from './replay-pass'

/** What a pass over all of the day came to. */
export function summaryOf(pass: DefinitionPass, mode: RecomputeMode): RecomputedDefinition {
  return {
    kpi: pass.toCompute.definition.name,
    version: pass.toCompute.definition.version,
    definitionKey: pass.toCompute.definitionKey,
    mode,
    conversationsRead: pass.conversationsRead,
    rowsWritten: pass.rows,
    rowsDeleted: 0,
    rowsUnchanged: 0,
    rows: pass.rows,
    observations: pass.rows - pass.setAside,
    withoutZone: pass.withoutZone,
    setAside: pass.setAside,
    outputHash: pass.hash.digest(),
  }
}

/** What stands where nothing had to be done. */
export function untouched({ toCompute, entry }: Task): RecomputedDefinition {
  const { rows, observations, withoutZone, setAside, outputHash } = entry as LedgerEntry
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
    outputHash,
  }
}
