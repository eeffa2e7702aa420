import type { PlacedObservation } from '../kpis/replay'

/** An observation as a comparison sees it. */
export interface Seen {
  observation: PlacedObservation
  /** Which cell it is counted in, as `Place` names it; null where it counts in none: set aside, outside the interval, or all nothing. */
  cell: string | null
  /** The common parts. */
  parts: readonly number[]
}

/** One observation as two accounts have it; null where one has none. At least one of them counts. */
export interface ObservationPair {
  before: Seen | null
  after: Seen | null
}

/**
 * What differs between two accounts of one subject. What both count alike, in the same place and with the same parts, is
 * no difference, also where versions number their observations differently; the rest are pairs by ordinal.
 */
export function differingPairs(before: readonly Seen[], after: readonly Seen[]): ObservationPair[] {
  const [ofBefore, ofAfter] = withoutCommon(before, after)
  const pairs = new Map<number, ObservationPair>()
  for (const seen of ofBefore) pairs.set(seen.observation.ordinal, { before: seen, after: null })
  for (const seen of ofAfter) {
    const { ordinal } = seen.observation
    pairs.set(ordinal, { before: pairs.get(ordinal)?.before ?? null, after: seen })
  }
  return [...pairs.values()].filter((pair) => isCounted(pair.before) || isCounted(pair.after))
}

export function isCounted(seen: Seen | null): seen is Seen & { cell: string } {
  return seen !== null && seen.cell !== null
}

function withoutCommon(before: readonly Seen[], after: readonly Seen[]): [Seen[], Seen[]] {
  const waiting = new Map<string, Seen[]>()
  for (const seen of after.filter(isCounted)) {
    const key = identityOf(seen)
    waiting.set(key, [...(waiting.get(key) ?? []), seen])
  }
  const common = new Set<Seen>()
  for (const seen of before.filter(isCounted)) {
    const same = waiting.get(identityOf(seen)) ?? []
    const other = same.find(({ observation }) => observation.ordinal === seen.observation.ordinal) ?? same[0]
    if (other === undefined) continue
    same.splice(same.indexOf(other), 1)
    common.add(seen)
    common.add(other)
  }
  return [before.filter((seen) => !common.has(seen)), after.filter((seen) => !common.has(seen))]
}

function identityOf({ observation, cell, parts }: Seen): string {
  const { at, agentId, queueId, mediaType, direction, zone } = observation
  return JSON.stringify([cell, at, agentId, queueId, mediaType, direction, zone, parts])
}
