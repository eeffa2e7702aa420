import type { Instant } from '../time/instant'
import { type Contact, contactOf, contactReachDays, type LinkedContact, mostNeighbours } from './contact'
import type { ConversationFacts } from './fact'

/**
 * Conversations as contacts, each beside those of the same customer, in the order given. The store links what it keeps by
 * the same rule (`src/store/subjects/contacts.ts`).
 */
export function linkContacts(
  conversations: readonly ConversationFacts[],
  knownUntil: Instant | null,
): LinkedContact[] {
  const ofCustomer = new Map<string, Contact[]>()
  const contacts = conversations.map((facts) => {
    const contact = contactOf(facts)
    if (facts.customer !== null) {
      const known = ofCustomer.get(facts.customer)
      if (known === undefined) ofCustomer.set(facts.customer, [contact])
      else known.push(contact)
    }
    return contact
  })
  for (const known of ofCustomer.values()) known.sort(byStart)
  return contacts.map((contact, index) => {
    const customer = (conversations[index] as ConversationFacts).customer
    const all = customer === null ? [] : (ofCustomer.get(customer) as Contact[])
    const place = all.indexOf(contact)
    const near = (other: Contact) => Math.abs(other.startedAt - contact.startedAt) <= contactReachDays * dayMs
    return {
      ...contact,
      identified: customer !== null,
      earlier: all
        .slice(Math.max(0, place - mostNeighbours), Math.max(0, place))
        .filter(near)
        .reverse(),
      later: all.slice(place + 1, place + 1 + mostNeighbours).filter(near),
      knownUntil,
    }
  })
}

/** Those that start together stand in the order of their ids. */
function byStart(a: Contact, b: Contact): number {
  return a.startedAt - b.startedAt || (a.conversationId < b.conversationId ? -1 : 1)
}

const dayMs = 86_400_000
