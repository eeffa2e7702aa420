/** What a verification came to, as reports show it. */
import type { Unit } from '../../kpis/definition'
import type { Instant } from '../../time/instant'

/**
 * - `equal`: computed again from the archive it gives the receipt's hash, and the rows that are held are those.
 * - `not-equal`: it does not, or they are not.
 * - `cannot-tell`: what it was computed from, or the code that did it, is not here any more.
 */
export const verdicts = ['equal', 'not-equal', 'cannot-tell'] as const
export type Verdict = (typeof verdicts)[number]

/** A partition, by its receipt. */
export interface VerifiedPartition {
  /** `service-level@2` */
  kpi: string
  unit: Unit
  /** UTC day. */
  day: string
  /** Whose computation was verified. */
  runKey: number
  computedAt: Instant
  /** What it was computed from and by, as the receipt has it; null: not noted then. */
  inputs: {
    fingerprint: string
    referenceFingerprint: string
    factsHash: string | null
    codeVersion: string | null
  }
  verdict: Verdict
  /** As the receipt has them. */
  rows: number
  outputHash: string
  /** Null where it could not be computed again. */
  recomputedHash: string | null
  /** Whether it was computed again from the archive as it was then, since more has come. */
  asOfThen: boolean
  /** Rows held that are not those computed again; null where none are held that could be compared. */
  differing: number | null
  /** The first of them, in the order in which subjects came. */
  first: DifferingRow | null
  /** Why it may be so, the surest first; empty where it is equal. */
  causes: string[]
  /** What else there is to know. */
  notes: string[]
}

export interface DifferingRow {
  /** Id of the conversation or agent. */
  subject: string
  ordinal: number
  /** `value`, or the columns that differ where the value is the same; empty where one side has no such row. */
  differsIn: string[]
  /** Null: no such row is held. */
  stored: RowOfVerification | null
  /** Null: no such row arises. */
  recomputed: RowOfVerification | null
}

export interface RowOfVerification {
  at: Instant
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: string | null
  zone: string | null
  /** As the row has them: what it lacks, whether it is over, which rules of quality it breaks. */
  flags: number
  /** It could not be judged: it has no value, and no parts unless somebody wrote some into it. */
  setAside: boolean
  /** Null where it has none. */
  parts: Record<string, number> | null
  /** In the KPI's unit, as if there were only this row. */
  value: number | null
}
