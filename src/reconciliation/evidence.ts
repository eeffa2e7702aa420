/**
 * What is known about the making of our account. Causes are named on this evidence only; without it a difference stays unexplained.
 */
import type { Instant } from '../time/instant'

/** A UTC day, `YYYY-MM-DD`. */
export type UtcDay = string

export interface Evidence {
  /** Instant up to which each UTC day was exported; a day that is not listed was never exported. */
  readonly coveredUntil: ReadonlyMap<UtcDay, Instant>
  /** UTC days (of conversations' starts) on which a definition's results are missing or older than the facts. */
  readonly daysBehind: readonly DayBehind[]
  /** Conversations in quarantine by UTC day. */
  readonly quarantined: ReadonlyMap<UtcDay, number>
  /** Conversations that somebody discarded from it, by UTC day. */
  readonly discarded: ReadonlyMap<UtcDay, number>
  /** How many observations were set aside for want of a look-up, by the `halfHourKey` of where they would have counted. */
  readonly setAside: ReadonlyMap<string, number>
  /** Conversations that were still open when they were last exported, by where they may still count. */
  readonly stillOpen: readonly StillOpen[]
  /** Surveys without an answer when they were last exported, by the queue they are about; none where no survey is compared. */
  readonly surveysAwaited: readonly SurveysAwaited[]
  /** The platform's data availability when the aggregates were read; null when it was not asked. */
  readonly availableUntil: Instant | null
}

export interface DayBehind {
  readonly day: UtcDay
  /** The definition that is behind; others may stand. */
  readonly kpi: string
  /** Conversations that are in no result of it, or not as they are now known. */
  readonly conversations: number
  /** Whether results of an earlier computation stand. Where none do, nothing of the day can be too much. */
  readonly hasResults: boolean
  /** The day could not be computed, and somebody decided to leave it so: it waits for no recompute. */
  readonly discarded?: boolean
  /** No recompute will mend it: somebody vouched for what stands. */
  readonly signedOff: boolean
}

export interface StillOpen {
  readonly queueId: string | null
  readonly mediaType: string | null
  /** The platform's data availability in the export that holds the conversations: nothing later is known of them. */
  readonly knownUntil: Instant
  readonly conversations: number
}

export interface SurveysAwaited {
  readonly queueId: string | null
  /** As of a conversation that is still open. */
  readonly knownUntil: Instant
  readonly surveys: number
}
