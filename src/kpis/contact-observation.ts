import type { LinkedContact } from '../facts/contact'
import type { Observation } from './definition'

/** The one observation of a contact: it belongs to the contact's start, the queue it was last in and the agent who had it last. */
export function contactObservation(
  contact: LinkedContact,
  parts: Record<string, number> | null,
  waits: Pick<Observation, 'unfinished' | 'pendingUntil'> = {},
): Observation {
  return {
    ordinal: 0,
    at: contact.startedAt,
    agentId: contact.agentId,
    queueId: contact.queueId,
    mediaType: contact.mediaType,
    direction: contact.direction,
    parts,
    ...waits,
  }
}
