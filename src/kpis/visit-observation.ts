import type { QueueVisit } from '../facts/fact'
import type { Instant } from '../time/instant'
import type { Observation } from './definition'
import { emissionOrdinal } from './ordinal'

/** An observation of a queue visit, whoever answered it; `emission` numbers those of one visit from 0. */
export function visitObservation(
  visit: QueueVisit,
  emission: number,
  at: Instant,
  parts: Record<string, number>,
): Observation {
  return {
    ordinal: emissionOrdinal(visit.ordinal, emission),
    at,
    agentId: null,
    queueId: visit.queueId,
    mediaType: visit.mediaType,
    direction: visit.direction,
    parts,
  }
}
