import type { Instant } from '../../time/instant'

/** What the archive knows of a conversation, or of a source of an agent's day, when a snapshot of it arrives. */
export interface KnownContent {
  currentHash: Buffer
  /** When the current content was last seen. */
  observedAt: Instant
  /** When content equal to the arriving one was last archived as a revision of its own; null when it never was. */
  sameContentSeenAt: Instant | null
}

/**
 * - `same`: adds nothing. `confirmed`: adds nothing either, but the current content was seen again later than before.
 * - `current`: a new revision that supersedes. `earlier`: a new revision that is older than the current one.
 */
export type SnapshotPlace = 'same' | 'confirmed' | 'current' | 'earlier'

/**
 * Where an arriving snapshot belongs: the latest *observed* content is current, whatever order snapshots are archived in.
 * A record that goes from A to B and back to A has three revisions; the same page read twice adds none.
 */
export function placeSnapshot(known: KnownContent, hash: Buffer, observedAt: Instant): SnapshotPlace {
  if (known.currentHash.equals(hash)) return observedAt > known.observedAt ? 'confirmed' : 'same'
  const seenAt = known.sameContentSeenAt
  if (observedAt < known.observedAt) return seenAt === null ? 'earlier' : 'same'
  return seenAt !== null && seenAt >= observedAt ? 'same' : 'current'
}
