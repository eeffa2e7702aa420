import type { Instant } from '../time/instant'
import type { ObservationSum } from './observation-sum'
import type { Summable } from './summary'
import type { Observed } from './value'

/** All set aside, or none: it must not make a cell. */
export function saysNothing(
  { observations, durations, maximum, keys }: ObservationSum,
  parts: readonly number[],
): boolean {
  const beyondSums = durations !== undefined || maximum !== undefined || keys !== undefined
  return observations === 0 && !beyondSums && parts.every((part) => part === 0)
}

/** Sums added up so far. */
export interface Sum extends Observed {
  parts: number[]
  observations: number
  provisional: number
  durations: Map<number, number>
  keys: Set<string | number>
}

export function emptySum(definition: Summable): Sum {
  return {
    parts: definition.parts.map(() => 0),
    observations: 0,
    provisional: 0,
    durations: new Map(),
    maximum: null,
    keys: new Set(),
  }
}

export function addTo(
  sum: Sum,
  parts: readonly number[],
  { at, observations, unfinished, durations, maximum = null, keys }: Omit<ObservationSum, 'parts'>,
  finalBefore: Instant | null,
): void {
  for (let index = 0; index < parts.length; index++) {
    sum.parts[index] = (sum.parts[index] ?? 0) + (parts[index] as number)
  }
  sum.observations += observations
  const isMature = finalBefore !== null && at < finalBefore
  sum.provisional += isMature ? unfinished : observations
  for (const [bucket, count] of durations ?? []) {
    sum.durations.set(bucket, (sum.durations.get(bucket) ?? 0) + count)
  }
  if (maximum !== null && (sum.maximum === null || maximum > sum.maximum)) sum.maximum = maximum
  for (const key of keys ?? []) sum.keys.add(key)
}
