import fc from 'fast-check'
import { encodeFacts, FactsReader } from '../../src/facts/compact'
import type { ConversationFacts } from '../../src/facts/fact'
import { arbitraryFacts } from './arbitrary-facts'
import { sampleFacts } from './told'

const decodeFacts = (bytes: Buffer) => new FactsReader().read(bytes)
const chat = () => sampleFacts('02-details-chat-complete.json')[0] as ConversationFacts

test('facts come back from their stored form as they were', () => {
  fc.assert(fc.property(arbitraryFacts, (facts) => expect(decodeFacts(encodeFacts(facts))).toEqual(facts)))
})

test('one reader reads many facts, one after the other and wherever they lie', () => {
  fc.assert(
    fc.property(fc.array(arbitraryFacts, { maxLength: 5 }), (many) => {
      const reader = new FactsReader()
      const stored = many.map(encodeFacts)
      const together = Buffer.concat(stored)
      let start = 0
      for (const [i, bytes] of stored.entries()) {
        expect(reader.read(together, start)).toEqual(many[i])
        start += bytes.length
      }
    }),
  )
})

test('the stored form of equal facts is the same bytes, however they were come by', () => {
  fc.assert(
    fc.property(arbitraryFacts, (facts) => {
      expect(encodeFacts(decodeFacts(encodeFacts(facts)))).toEqual(encodeFacts(facts))
    }),
  )
})

test('facts that differ in one value have another stored form', () => {
  const facts = chat()
  const seen = new Set([encodeFacts(facts).toString('hex')])
  for (const other of [
    { ...facts, endedAt: null },
    { ...facts, startedAt: facts.startedAt + 1 },
    { ...facts, agentLegs: facts.agentLegs.map((leg) => ({ ...leg, consultOnly: true })) },
    { ...facts, agentLegs: facts.agentLegs.map((leg) => ({ ...leg, measurements: [] })) },
  ])
    seen.add(encodeFacts(other).toString('hex'))
  expect(seen.size).toBe(5)
})

test('values that are no small whole numbers are kept to the last bit', () => {
  const values = [0.1, -0, 2 ** 52, Number.MAX_SAFE_INTEGER, -1.5, 2 ** 52 - 1, 1 - 2 ** 52]
  const measurements = values.flatMap((value) => [1, Date.UTC(2026, 9, 24), value])
  const facts = { ...chat(), agentLegs: chat().agentLegs.map((leg) => ({ ...leg, measurements })) }
  expect(decodeFacts(encodeFacts(facts))).toEqual(facts)
})

test('an instant that is no whole millisecond is refused rather than rounded', () => {
  expect(() => encodeFacts({ ...chat(), endedAt: chat().startedAt + 0.5 })).toThrow(RangeError)
})

test('a chat of 4.5 kB is stored in less than 0.3 kB', () => {
  expect(encodeFacts(chat()).length).toBeLessThan(300)
})

test('facts of another format are refused, naming it', () => {
  expect(() => decodeFacts(Buffer.from('[1,"c",0,null,0,[],[],[]]'))).toThrow(
    'Cannot read stored facts of format 91',
  )
})
