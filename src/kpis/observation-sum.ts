import { type BucketCounts, bucketOf } from './log-buckets'
import type { Place } from './place'
import type { PlacedObservation } from './replay'
import type { Summable } from './summary'

/** Observations that agree in where they belong, already added up: the shape of a roll-up row. */
export interface ObservationSum extends Place {
  /** Null when all of them were set aside. */
  parts: readonly number[] | null
  /** How many were summed into `parts`. */
  observations: number
  /** How many of them are of what is not over. */
  unfinished: number
  /** How many, summed or set aside, have no known zone. */
  withoutZone: number
  /** Their durations, where percentiles are asked for. */
  durations?: BucketCounts
  /** The largest value of the part that a maximum is of. */
  maximum?: number | null
  /** Each conversation or agent among them, where they are counted. */
  keys?: Iterable<string | number>
}

/** One observation as a sum of one. */
export function sumOfOne(definition: Summable, observation: PlacedObservation): ObservationSum {
  const { parts, zone } = observation
  const duration = parts === null ? null : durationOfParts(definition, parts)
  return {
    ...observation,
    observations: parts === null ? 0 : 1,
    unfinished: parts !== null && observation.unfinished ? 1 : 0,
    withoutZone: zone === null ? 1 : 0,
    ...(duration === null ? {} : { durations: new Map([[bucketOf(duration), 1]]) }),
    ...(parts === null ? {} : beyondSums(definition, observation, parts)),
  }
}

/** What of an observation no sum of parts can say, where its definition's value is made of that. */
function beyondSums(
  { aggregation, parts: names }: Summable,
  { subjectId, agentId }: PlacedObservation,
  parts: readonly number[],
): Pick<ObservationSum, 'maximum' | 'keys'> {
  if (aggregation.kind === 'maximum') return { maximum: parts[names.indexOf(aggregation.part)] ?? null }
  if (aggregation.kind !== 'distinct') return {}
  const key = aggregation.of === 'agent' ? agentId : subjectId
  return { keys: key === null ? [] : [key] }
}

/** The duration an observation is of, in milliseconds; null where it is of none. */
function durationOfParts({ parts: names, distribution }: Summable, parts: readonly number[]): number | null {
  if (distribution === null) return null
  const ms = parts[names.indexOf(distribution.of)] ?? 0
  return ms === 0 && distribution.zeros === 'skip' ? null : ms
}
