/** Contacts of one customer told in a line, for the worked examples of definitions that look across conversations. */
import type { Contact, LinkedContact } from '../facts/contact'
import { type Instant, parseInstant } from '../time/instant'

const start = parseInstant('2026-10-01T14:00:00.000Z')
const dayMs = 86_400_000

/** What is told of a contact; all else is a call that the agent `ana` completed in the queue `sales`. */
export interface TellContact extends Partial<Omit<Contact, 'conversationId' | 'startedAt' | 'servedUntil'>> {
  /** Days after the first contact of the example. */
  onDay: number
}

/** How the archive stands: without it everything that can be decided is. */
export interface ToldHorizon {
  /** Days after the first contact of the example up to which the archive reaches. */
  knownUntilDay?: number
}

/** The contacts of one customer, each beside the others. */
export function customer(
  told: readonly TellContact[],
  { knownUntilDay = 365 }: ToldHorizon = {},
): LinkedContact[] {
  const contacts = told.map(contactOf)
  const knownUntil: Instant = start + knownUntilDay * dayMs
  return contacts.map((contact) => ({
    ...contact,
    identified: true,
    earlier: contacts.filter((other) => other.startedAt < contact.startedAt).reverse(),
    later: contacts.filter((other) => other.startedAt > contact.startedAt),
    knownUntil,
  }))
}

/** Contacts of so many customers, who each come once. */
export function customersOnce(count: number): LinkedContact[] {
  return new Array(count).fill(customer([{ onDay: 0 }])).flat()
}

function contactOf({ onDay, ...told }: TellContact, index: number): Contact {
  const startedAt = start + onDay * dayMs
  return {
    conversationId: `example ${index}`,
    startedAt,
    servedUntil: startedAt + 300_000,
    state: 'completed',
    contained: false,
    direction: 'inbound',
    mediaType: 'voice',
    queueId: 'sales',
    agentId: 'ana',
    wrapUpCode: null,
    nextContactAvoided: null,
    ...told,
  }
}
