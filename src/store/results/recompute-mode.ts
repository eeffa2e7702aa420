import type { Instant } from '../../time/instant'
import type { LedgerEntry } from './ledger'

/**
 * - `unchanged`: what stands is what a recompute would give; nothing is read or written.
 * - `fresh`: never computed; rows go straight in.
 * - `changed`: only subjects whose facts changed since are replayed.
 * - `full`: every subject is replayed, rows that come out the same are left alone.
 * - `signed-off`: it would be done, and is not: somebody vouched for what stands.
 */
export type RecomputeMode = 'unchanged' | 'fresh' | 'changed' | 'full' | 'signed-off'

/** What has to be done for one definition and day, from what the ledger says was done. */
export function recomputeMode(
  entry:
    | Pick<LedgerEntry, 'state' | 'fingerprint' | 'referenceFingerprint' | 'factsRevision' | 'pendingUntil'>
    | undefined,
  now: {
    fingerprint: string
    referenceFingerprint: string
    factsRevision: number
    knownUntil: Instant | null
    force: boolean
  },
): Exclude<RecomputeMode, 'signed-off'> {
  if (entry === undefined) return 'fresh'
  if (now.force || entry.state === 'quarantined') return 'full'
  if (entry.fingerprint !== now.fingerprint) return 'full'
  if (entry.state === 'discarded') return entry.factsRevision === now.factsRevision ? 'unchanged' : 'full'
  if (entry.referenceFingerprint !== now.referenceFingerprint) return 'full'
  if (entry.pendingUntil !== null && now.knownUntil !== null && entry.pendingUntil <= now.knownUntil)
    return 'full'
  return entry.factsRevision === now.factsRevision ? 'unchanged' : 'changed'
}
