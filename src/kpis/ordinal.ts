import { mostEmissionsPerSession } from '../events/most-emissions'

/**
 * The ordinal of an observation that comes from the `emission`-th emission of a visit or leg: distinct within a
 * conversation, and not moved by emissions that arrive later elsewhere in it.
 */
export function emissionOrdinal(factOrdinal: number, emission: number): number {
  return factOrdinal * mostEmissionsPerSession + emission
}

/** The ordinal of the visit or leg that an observation with such an ordinal comes from. */
export function factOrdinalOf(ordinal: number): number {
  return Math.floor(ordinal / mostEmissionsPerSession)
}
