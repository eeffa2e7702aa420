import fc from 'fast-check'
import { decodeFacts, encodeFacts } from '../../src/facts/compact'
import { arbitraryFacts } from './arbitrary-facts'
import { sampleFacts } from './told'

test('facts come back from their stored form as they were', () => {
  fc.assert(fc.property(arbitraryFacts, (facts) => expect(decodeFacts(encodeFacts(facts))).toEqual(facts)))
})

test('the stored form of equal facts is the same text, however they were come by', () => {
  fc.assert(
    fc.property(arbitraryFacts, (facts) => {
      expect(encodeFacts(decodeFacts(encodeFacts(facts)))).toBe(encodeFacts(facts))
    }),
  )
})

test('decoding twice gives the same instants: nothing is shifted in a shared place', () => {
  const [facts] = sampleFacts('02-details-chat-complete.json')
  const text = encodeFacts(facts as NonNullable<typeof facts>)
  decodeFacts(text)
  expect(decodeFacts(text)).toEqual(facts)
})

test('a chat of 4.5 kB is stored in less than 0.6 kB', () => {
  const [facts] = sampleFacts('02-details-chat-complete.json')
  expect(encodeFacts(facts as NonNullable<typeof facts>).length).toBeLessThan(600)
})

test('facts of another format are refused, naming it', () => {
  expect(() => decodeFacts('[2,"c",0,null,0,[],[],[]]')).toThrow('Cannot read stored facts of format 2')
})
