import type { AgentLeg, ConversationFacts } from '../facts/fact'
import type { Measure } from '../facts/measure'
import { all } from '../facts/measurements'
import type { Instant } from '../time/instant'
import type { Observation } from './definition'
import { emissionOrdinal } from './ordinal'

/** An observation of an agent leg; `emission` numbers those of one leg from 0. */
export function legObservation(
  leg: AgentLeg,
  emission: number,
  at: Instant,
  parts: Record<string, number>,
): Observation {
  return {
    ordinal: emissionOrdinal(leg.ordinal, emission),
    at,
    agentId: leg.agentId,
    queueId: leg.queueId,
    mediaType: leg.mediaType,
    direction: leg.direction,
    parts,
    unfinished: leg.endedAt === null,
    quality: leg.quality,
  }
}

/** What is made of each emission of a measure: its value, in ms or a count, to the observation's parts. */
export type Emitted = readonly [measure: Measure, partsOf: (value: number) => Record<string, number>]

/** An observation for each emission of these measures, leg by leg and in their order, at the emission's own instant. */
export function observeLegEmissions(facts: ConversationFacts, emitted: readonly Emitted[]): Observation[] {
  const observations: Observation[] = []
  for (const leg of facts.agentLegs) {
    let emission = 0
    for (const [measure, partsOf] of emitted) {
      for (const { at, value } of all(leg.measurements, measure)) {
        observations.push(legObservation(leg, emission++, at, partsOf(value)))
      }
    }
  }
  return observations
}
