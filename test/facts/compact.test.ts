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

test('the stored form of facts of every kind is for ever this one', () => {
  const start = Date.UTC(2026, 9, 24, 8)
  const facts: ConversationFacts = {
    conversationId: '9d088731-04bf-5a9f-93a9-6d1a20bded4c',
    startedAt: start,
    endedAt: start + 600_000,
    direction: 'inbound',
    customer: 'B_sGBf45AYUH-AIG-ycZAA',
    selfServed: false,
    queueVisits: [
      {
        ordinal: 0,
        queueId: 'queue-1',
        mediaType: 'voice',
        direction: 'inbound',
        enteredAt: start + 30_000,
        leftAt: start + 90_000,
        outcome: 'flow-out',
        agentId: null,
        quality: 16,
        flowOutType: 'voicemail',
        measurements: [1, start + 30_000, 1, 'oUnknown', start + 90_000, 0.5],
      },
    ],
    agentLegs: [
      {
        ordinal: 0,
        agentId: 'agent-1',
        queueId: 'queue-1',
        mediaType: 'hologram',
        direction: null,
        startedAt: start + 100_000,
        endedAt: null,
        wrapUpCode: 'code-1',
        disconnect: 'peer',
        consultOnly: true,
        transferredTo: 'flow',
        quality: 1,
        measuredFromSegments: true,
        measurements: [15, start + 200_000, 100_000],
      },
    ],
    flows: [
      {
        ordinal: 0,
        flowId: 'flow-1',
        flowType: 'BOT',
        mediaType: 'voice',
        startedAt: start - 1,
        endedAt: start + 20_000,
        exitReason: 'TRANSFER',
        transferType: 'ACD',
        outcomes: [{ outcomeId: 'outcome-1', value: 'success', startedAt: start, endedAt: null }],
        measurements: [30, start + 20_000, 20_000],
      },
    ],
    surveys: [
      {
        ordinal: 0,
        status: 'Finished',
        occurredAt: start + 700_000,
        completedAt: start + 800_000,
        scoreHundredths: 8750,
        promoterScore: 0,
        agentId: 'agent-2',
        queueId: 'queue-1',
      },
    ],
    resolutions: [{ at: start + 604_800_000, queueId: 'queue-2', agentId: 'agent-1', nextContactAvoided: 1 }],
  }
  expect(encodeFacts(facts).toString('hex')).toBe(
    [
      '0380f0e3cead68009d08873104bf5a9f93a96d1a20bded4c819f493507fb0605fe39018507f80206fb27190008087175',
      '6575652d31086167656e742d3109686f6c6f6772616d07636f64652d3107666c6f772d310a6f7574636f6d652d310861',
      '67656e742d320871756575652d3201300101e0d403a1fe0a1b0015100202e0d4030201096f556e6b6e6f776ec0a90700',
      '0000000000e03f0131303200c09a0c0033072f01011e80b518c09a0c01341c0101c1b80224270135280100013cc0b802',
      'c0b802012ac1b95581d461dd8801013630018090e4c004373101',
    ].join(''),
  )
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
