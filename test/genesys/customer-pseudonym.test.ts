import { customerPseudonym } from '../../src/genesys/customer-pseudonym'
import { conversationRecord } from '../../src/genesys/wire/conversation'

type Told = Record<string, unknown>

/** Whom a conversation with these participants was with. */
function customerOf(participants: readonly Told[], conversation: Told = {}): string | null {
  const raw = {
    conversationId: 'c-1',
    conversationStart: '2026-10-20T09:00:00Z',
    participants,
    ...conversation,
  }
  return customerPseudonym(conversationRecord.parse(raw))
}

/** A customer with one session. */
const customer = (session: Told, more: Told = {}): Told => ({
  purpose: 'customer',
  sessions: [session],
  ...more,
})
const calling = (ani: unknown) => customerOf([customer({ mediaType: 'voice', direction: 'inbound', ani })])
const writing = (addressFrom: unknown) =>
  customerOf([customer({ mediaType: 'email', direction: 'inbound', addressFrom })])

test('is 22 characters, the same for the same customer, and pinned: stored facts hold it', () => {
  expect(calling('tel:+15550300001')).toBe('HttVwcvm5IpkpASvzRZCeQ')
  expect(calling('tel:+15550300001')).toBe(calling('tel:+15550300001'))
  expect(calling('tel:+15550300002')).not.toBe(calling('tel:+15550300001'))
})

test.each([
  '+15550300001',
  '0015550300001',
  'tel:+1 (555) 030-0001',
  'TEL:+1.555.030.0001;ext=7',
  'sip:+15550300001@edge.example',
])('a number is one number however it is written: %s', (spelling) => {
  expect(calling(spelling)).toBe(calling('tel:+15550300001'))
})

test('an e-mail address is one address in any case', () => {
  expect(writing('Mailto:Some.One@Customer.example.com')).toBe(writing('some.one@customer.example.com'))
})

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty text', ' '],
  ['a number that is no text', 15550300001],
  ['anonymous', 'sip:anonymous@anonymous.invalid'],
  ['anonymous', 'tel:Anonymous'],
  ['restricted', 'Restricted'],
  ['unknown', 'tel:unknown'],
  ['unavailable', 'unavailable'],
  ['the word anonymous as it is dialled', 'tel:+266696687'],
  ['an extension', 'tel:4711'],
  ['zeros', 'tel:0000000000'],
  ['a station', 'sip:677fa62cc732222e4c552419@localhost'],
])('nobody can be known again by %s', (_, ani) => {
  expect(calling(ani)).toBeNull()
})

test('an external contact comes before any number, and says who it is in any case', () => {
  const contact = (id: string, ani: string) => customerOf([customer({ ani }, { externalContactId: id })])
  expect(contact('1830B618-a', 'tel:+15550300001')).toBe(contact('1830b618-a', 'tel:+15550300002'))
  expect(contact('1830b618-a', 'tel:+15550300001')).not.toBe(calling('tel:+15550300001'))
})

test('we called: the customer is the number that was called, not ours', () => {
  const session = { mediaType: 'voice', ani: 'tel:+15550100009', dnis: 'tel:+15550300001' }
  const called = calling('tel:+15550300001')
  expect(customerOf([customer({ ...session, direction: 'outbound' })])).toBe(called)
  expect(customerOf([customer(session)], { originatingDirection: 'outbound' })).toBe(called)
})

test('who asked to be called back is the number to call', () => {
  expect(
    customerOf([customer({ mediaType: 'callback', callbackNumbers: ['+15550300001', '+15550300002'] })]),
  ).toBe(calling('tel:+15550300001'))
})

test('a withheld number on one session leaves the next to tell', () => {
  const sessions = [
    { mediaType: 'voice', ani: 'anonymous' },
    { mediaType: 'callback', callbackNumbers: ['+15550300001'] },
  ]
  expect(customerOf([{ purpose: 'customer', sessions }])).toBe(calling('tel:+15550300001'))
})

test('somebody external is the customer only where there is no other', () => {
  const external = { purpose: 'external', sessions: [{ ani: 'tel:+15550600001' }] }
  expect(customerOf([external])).toBe(calling('tel:+15550600001'))
  expect(customerOf([external, customer({ ani: 'tel:+15550300001' })])).toBe(calling('tel:+15550300001'))
  expect(customerOf([external, customer({ ani: 'anonymous' })])).toBeNull()
})

test('an agent’s or a queue’s address is nobody’s', () => {
  for (const purpose of ['agent', 'user', 'acd', 'ivr'])
    expect(customerOf([{ purpose, sessions: [{ ani: 'tel:+15550300001' }] }])).toBeNull()
})

test('a person of a messaging channel is known by what the channel calls them', () => {
  expect(writing('8f4e7a52-1f1b-4a53-9f0e-0d9df9f3e1aa')).toMatch(/^[\w-]{22}$/)
  expect(writing('user-1')).toBeNull()
})
