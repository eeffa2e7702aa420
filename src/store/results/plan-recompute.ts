import type { PoolClient } from 'pg'
import type { DayToRecompute, DefinitionToCompute } from './day-to-recompute'
import { type LedgerEntry, readLedger } from './ledger'
import { type RecomputeMode, recomputeMode } from './recompute-mode'

/** A definition with what the ledger says about it, and so what has to be done. */
export interface Task {
  toCompute: DefinitionToCompute
  mode: RecomputeMode
  entry: LedgerEntry | undefined
}

/** The revision of the day's facts in this snapshot; 0 for a day without conversations. */
export async function readFactsRevision(tx: PoolClient, day: string): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>(
    'SELECT facts_revision AS revision FROM conversation_day WHERE day = $1',
    [day],
  )
  return rows[0]?.revision ?? 0
}

/** What has to be done for each definition, in the order in which they were given. */
export async function planTasks(
  tx: PoolClient,
  { day, force = false }: Pick<DayToRecompute, 'day' | 'force'>,
  definitions: readonly DefinitionToCompute[],
  factsRevision: number,
): Promise<Task[]> {
  const definitionKeys = definitions.map((toCompute) => toCompute.definitionKey)
  const entries = await readLedger(tx, { first: day, last: day, definitionKeys })
  return definitions.map((toCompute) => {
    const entry = entries.find((each) => each.definitionKey === toCompute.definitionKey)
    const { fingerprint, referenceFingerprint } = toCompute
    const now = { fingerprint, referenceFingerprint, factsRevision, force }
    return { toCompute, entry, mode: recomputeMode(entry, now) }
  })
}
