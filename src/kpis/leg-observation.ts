import type { AgentLeg } from '../facts/fact'
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
  }
}
