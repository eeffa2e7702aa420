import type { Unit } from '../../kpis/definition'
import type { RecordedLookUp } from '../../kpis/recorded-look-ups'
import type { Instant } from '../../time/instant'

/** How one conversation came to what a definition says of it: from what the platform told to the cells it is counted in. */
export interface Explanation {
  conversationId: string
  /** `service-level@2` */
  kpi: string
  unit: Unit
  parameters: Readonly<Record<string, unknown>>
  /** Whose clock local times are by, but for those of observations, which have their own. */
  zone: string
  snapshot: ExplainedSnapshot
  events: readonly ExplainedEvent[]
  facts: readonly ExplainedFact[]
  lookUps: readonly RecordedLookUp[]
  observations: readonly ExplainedObservation[]
  /** What has no observation although the version before, or its kind, would let one expect it. */
  silences: readonly string[]
}

/** Which state of the record it all comes from. */
export interface ExplainedSnapshot {
  /** The UTC day the conversation is kept under. */
  day: string
  revision: number
  snapshots: number
  observedAt: Instant
  exportKey: number
  /** `details-job 2026-10-20T00:00Z/2026-10-21T00:00Z` */
  export: string | null
  factsRevision: number | null
  fold: string | null
}

export interface ExplainedEvent {
  at: Instant
  session: number | null
  what: string
}

export interface ExplainedFact {
  /** `agent leg 0` */
  fact: string
  from: Instant
  to: Instant | null
  /** Ids of agents and queues, and what became of it. */
  what: string
  /** What the platform posted of it: measures by name, milliseconds or counts, in order of time. */
  posted: readonly { measure: string; at: Instant; value: number }[]
}

export interface ExplainedObservation {
  ordinal: number
  at: Instant
  /** In the anchor's zone; null where none is known. */
  localDay: string | null
  /** The quarter hour of UTC whose roll-up it is in. */
  interval: string
  /** The anchor's. */
  zone: string | null
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: string | null
  /** Null where it is set aside. */
  parts: Readonly<Record<string, number>> | null
  /** By itself; null where it is no number by itself. */
  value: number | null
  unfinished: boolean
  lacks: readonly string[]
  /** `as computed by run 12`, or how what is stored differs. */
  stored: string
}
