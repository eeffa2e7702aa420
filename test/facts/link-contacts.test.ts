import fc from 'fast-check'
import { contactOf, contactReachDays, mostNeighbours } from '../../src/facts/contact'
import { linkContacts } from '../../src/facts/link-contacts'
import { arbitraryFacts } from './arbitrary-facts'
import { factsOf } from './told'

const start = Date.UTC(2026, 9, 1)
const dayMs = 86_400_000

function calls(...days: number[]) {
  return days.map((day, i) => ({
    ...factsOf(new Date(start + day * dayMs).toISOString(), []),
    conversationId: `call ${i}`,
    customer: 'ada',
  }))
}

const ids = (contacts: readonly { conversationId: string }[]) =>
  contacts.map(({ conversationId }) => conversationId)

test('a contact sees the others of its customer, the nearest first', () => {
  const [, middle] = linkContacts(calls(0, 2, 3, 1.5), null)
  expect(ids(middle?.earlier ?? [])).toEqual(['call 3', 'call 0'])
  expect(ids(middle?.later ?? [])).toEqual(['call 2'])
})

test('those that start together stand in the order of their ids', () => {
  const [first, second] = linkContacts(calls(0, 0), null)
  expect([ids(first?.later ?? []), ids(second?.earlier ?? [])]).toEqual([['call 1'], ['call 0']])
})

test('it sees no further than the longest window, and no crowd', () => {
  const [first, last] = linkContacts(calls(0, contactReachDays + 1), null)
  expect([first?.later, last?.earlier]).toEqual([[], []])
  const crowd = linkContacts(calls(...Array.from({ length: 200 }, (_, i) => i / 1000)), null)
  expect([crowd[100]?.earlier.length, crowd[100]?.later.length]).toEqual([mostNeighbours, mostNeighbours])
})

test('to be near is mutual, and nobody is near a customer who cannot be known again', () => {
  fc.assert(
    fc.property(fc.array(arbitraryFacts, { maxLength: 20 }), (facts) => {
      const contacts = linkContacts(facts, null)
      const seenBy = (id: string, side: 'earlier' | 'later') =>
        contacts
          .filter((contact) => ids(contact[side]).includes(id))
          .map(({ conversationId }) => conversationId)
      for (const [i, contact] of contacts.entries()) {
        expect(seenBy(contact.conversationId, 'later').sort()).toEqual(ids(contact.earlier).sort())
        if (facts[i]?.customer === null) expect([contact.earlier, contact.later]).toEqual([[], []])
      }
    }),
  )
})

test('a contact of which nothing was worked on ends when its conversation does', () => {
  const [call] = calls(0)
  expect(contactOf({ ...call, endedAt: null } as typeof call & object)).toMatchObject({
    servedUntil: null,
    state: 'open',
  })
})
