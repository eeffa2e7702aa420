import { mostEmissionsPerSession } from '../events/most-emissions'

/**
 * The ordinal of an observation that comes from the `emission`-th emission of a visit or leg: distinct within a
 * conversation, and not moved by emissions that arrive later elsewhere in it.
 */
export function emissionOrdinal(factOrdinal: number, emission: number): number {
  return factOrdinal * mostEmissionsPerSession + emission
}
