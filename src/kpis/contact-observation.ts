import type { LinkedContact } from '../facts/contact'
import type { Observation } from './definition'

/** Whether and until when a contact is not over. */
export type Waits = Pick<Observation, 'unfinished' | 'pendingUntil'>

/** The one observation of a contact: it belongs to the contact's start, the queue it was last in and the agent who had it last. */
export function contactObservation(
  contact: LinkedContact,
  parts: Record<string, number> | null,
  more: Waits & Pick<Observation, 'lacks'> = {},
): Observation {
  return {
    ordinal: 0,
    at: contact.startedAt,
    agentId: contact.agentId,
    queueId: contact.queueId,
    mediaType: contact.mediaType,
    direction: contact.direction,
    parts,
    ...more,
  }
}
