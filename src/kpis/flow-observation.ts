import type { ConversationFacts, FlowStay } from '../facts/fact'
import type { Instant } from '../time/instant'
import type { Observation } from './definition'
import { emissionOrdinal } from './ordinal'

/** An observation of a stay in a flow; `position` numbers those of one stay from 0. Flows are in no queue and of no agent. */
export function flowObservation(
  facts: ConversationFacts,
  flow: FlowStay,
  { position = 0, at }: { position?: number; at: Instant },
  parts: Record<string, number>,
): Observation {
  return {
    ordinal: emissionOrdinal(flow.ordinal, position),
    at,
    agentId: null,
    queueId: null,
    mediaType: flow.mediaType,
    direction: facts.direction,
    parts,
  }
}
