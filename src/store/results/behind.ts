/**
 * When a partition is behind, in one place for all who ask: its entry `l` of the ledger was made from other facts than day `d` has now,
 * under another fingerprint than `fingerprint`, or left something pending that has been decided as far as `u` reaches.
 */
export function hasMoved(fingerprint = 'k.fingerprint'): string {
  return `(l.facts_revision <> d.facts_revision OR l.fingerprint <> ${fingerprint} OR ${isDecided})`
}

/** What was pending has been decided: time alone makes the partition dirty. */
export const isDecided = 'coalesce(l.pending_until <= u.known_until, false)'
