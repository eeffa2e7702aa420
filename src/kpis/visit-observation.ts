import type { ConversationFacts, QueueVisit } from '../facts/fact'
import { all } from '../facts/measurements'
import type { Instant } from '../time/instant'
import type { Observation } from './definition'
import type { Emitted } from './leg-observation'
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
    unfinished: visit.leftAt === null,
    quality: visit.quality,
  }
}

/** An observation for each emission of these measures, visit by visit and in their order, at the emission's own instant. */
export function observeVisitEmissions(facts: ConversationFacts, emitted: readonly Emitted[]): Observation[] {
  const observations: Observation[] = []
  for (const visit of facts.queueVisits) {
    let emission = 0
    for (const [measure, partsOf] of emitted) {
      for (const { at, value } of all(visit.measurements, measure)) {
        observations.push(visitObservation(visit, emission++, at, partsOf(value)))
      }
    }
  }
  return observations
}
