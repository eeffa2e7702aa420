import { baseGrain, floorToGrain, splitByGrain } from '../time/grain'
import type { Instant } from '../time/instant'
import type { KpiDefinition } from './definition'
import type { ObservationSum } from './observation-sum'
import type { PlacedObservation } from './replay'

/**
 * An observation as it elapsed (`clip`) instead of as it was posted (`emit`): its spans are cut at quarter hours, each piece
 * in the quarter in which it elapsed; all else stays with the observation's instant. The pieces add up to the
 * observation, to the millisecond.
 *
 * A span is taken as unbroken and ending at the instant it was posted: talk of which a hold was left out lies up to that
 * hold too late. The store cuts its rows by the same rule (`src/store/results/read-clipped-cells.ts`).
 */
export function clip(
  definition: Pick<KpiDefinition, 'parts' | 'spans'>,
  observation: PlacedObservation,
): ObservationSum[] {
  const { at, parts, zone } = observation
  const pieces = new Map<Instant, number[]>()
  const pieceAt = (quarter: Instant) => {
    let piece = pieces.get(quarter)
    if (piece === undefined) {
      piece = definition.parts.map(() => 0)
      pieces.set(quarter, piece)
    }
    return piece
  }
  const own = pieceAt(floorToGrain(at, baseGrain))
  definition.parts.forEach((part, index) => {
    const value = parts?.[index] ?? 0
    if (!definition.spans.includes(part)) own[index] = value
    else {
      for (const { start, end } of splitByGrain({ start: at - value, end: at }, baseGrain)) {
        const piece = pieceAt(floorToGrain(start, baseGrain))
        piece[index] = (piece[index] as number) + end - start
      }
    }
  })
  return [...pieces].map(([quarter, piece]) => ({
    ...observation,
    at: quarter,
    parts: parts === null ? null : piece,
    observations: parts !== null && piece === own ? 1 : 0,
    unfinished: parts !== null && piece === own && observation.unfinished ? 1 : 0,
    withoutZone: zone === null && piece === own ? 1 : 0,
  }))
}
