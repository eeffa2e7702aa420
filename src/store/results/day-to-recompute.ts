import type { KpiContext } from '../../kpis/context'
import type { KpiDefinition } from '../../kpis/definition'
import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { RecomputeMode } from './recompute-mode'
import type { RowCounts } from './row-counts'

/** A definition version with everything that decides its numbers besides the facts. */
export interface DefinitionToCompute {
  definition: KpiDefinition
  definitionKey: number
  context: KpiContext
  fingerprint: string
  referenceFingerprint: string
}

export interface DayToRecompute {
  /** UTC day, `YYYY-MM-DD`, of what is observed: a conversation's is that of its start. */
  day: string
  /**
   * Asked once the day is locked, of the connection that holds the lock: reference tables read before it could be older than
   * those the day was computed with while we waited.
   */
  definitions: (db: Connection) => Promise<readonly DefinitionToCompute[]>
  runKey: number
  /** Of the build that computes; noted in the receipt. */
  codeVersion: string
  /** Replay everything even where the ledger says that nothing changed. */
  force?: boolean
  /** Now; noted in the ledger. */
  at: Instant
  /** Told now and then how many subjects a pass has read: for heartbeats and progress. */
  onSubjects?: (read: number) => void
  signal?: AbortSignal
}

/** What was done for a definition, and what stands now. */
export interface RecomputedDefinition extends RowCounts {
  kpi: string
  version: number
  definitionKey: number
  mode: RecomputeMode
  /** Subjects whose facts were read: conversations, contacts or agents' days. */
  subjectsRead: number
  /** Rows new or different. */
  rowsWritten: number
  /** Rows that no longer arise. */
  rowsDeleted: number
  /** Rows that came out as they were and were left alone. */
  rowsUnchanged: number
  /** See `LedgerEntry`. */
  pendingUntil: Instant | null
}
