import { renderConversation } from '../../simulator/details/render'
import { settle } from '../../simulator/options'
import { createSimulation } from '../../simulator/simulation'
import type { ConversationFacts } from '../../src/facts/fact'
import { foldConversation } from '../../src/facts/fold'
import { legRules, qualityNames, qualityOfLeg, qualityOfVisit, visitRules } from '../../src/facts/quality'
import { readConversation } from '../../src/genesys/conversation'
import { factsOf, type SessionTold, sampleFacts } from './told'

const start = '2026-10-20T09:00:00.000Z'

const legWith = (...measures: readonly (readonly [string, number, number])[]) => {
  const told: SessionTold = { purpose: 'agent', segments: [['interact', 0, 60]], measures }
  return factsOf(start, [told]).agentLegs.flatMap((leg) => qualityNames(qualityOfLeg(leg)))
}
const visitWith = (...measures: readonly (readonly [string, number, number])[]) => {
  const told: SessionTold = { purpose: 'acd', segments: [['interact', 0, 60]], measures }
  return factsOf(start, [told]).queueVisits.flatMap((visit) => qualityNames(qualityOfVisit(visit)))
}

describe('a leg', () => {
  test('whose handle time is its parts, to the millisecond, has nothing wrong', () => {
    const parts = ['talk-complete', 'held-complete', 'after-call-work', 'dialing', 'contacting'] as const
    expect(legWith(...parts.map((part) => [part, 1_001, 60] as const), ['handle', 5_005, 60])).toEqual([])
  })

  test('whose handle time is a millisecond more than its parts is not its sum', () => {
    expect(legWith(['talk-complete', 1_000, 60], ['handle', 1_001, 60])).toEqual(['handle-is-not-its-sum'])
  })

  test('without a handle time is not judged: absent is not zero', () => {
    expect(legWith(['talk-complete', 1_000, 60])).toEqual([])
  })

  test('that goes on is not judged either', () => {
    const open: SessionTold = {
      purpose: 'agent',
      segments: [['interact', 0, null]],
      measures: [['handle', 9, 60]],
    }
    expect(factsOf(start, [open]).agentLegs.map(qualityOfLeg)).toEqual([0])
  })

  test('whose talk or hold is not the sum of its pieces says which', () => {
    expect(legWith(['talk', 400, 10], ['talk', 500, 60], ['talk-complete', 1_000, 60])).toEqual([
      'talk-is-not-its-pieces',
    ])
    expect(legWith(['held', 400, 10], ['held-complete', 401, 60])).toEqual(['held-is-not-its-pieces'])
  })

  test('measured from segments says so', () => {
    expect(legWith()).toEqual(['measured-from-segments'])
  })
})

describe('a visit', () => {
  test('answered after what the queue measured, within a second, has nothing wrong', () => {
    expect(visitWith(['answered', 59_000, 60], ['queue-wait', 60_000, 60])).toEqual([])
  })

  test('answered after another wait than the queue measured says so', () => {
    expect(visitWith(['answered', 58_999, 60], ['queue-wait', 60_000, 60])).toEqual([
      'answered-differs-from-queue-wait',
    ])
  })

  test('with a short abandon and no abandon is contradictory, and left nobody knows how', () => {
    expect(visitWith(['short-abandoned', 2_000, 60])).toEqual([
      'short-abandon-without-abandon',
      'outcome-unknown',
    ])
    expect(visitWith(['abandoned', 2_000, 60], ['short-abandoned', 2_000, 60])).toEqual([])
  })

  test('that ended twice says so', () => {
    expect(visitWith(['abandoned', 2_000, 30], ['flowed-out', 2_000, 60])).toEqual(['several-outcomes'])
  })
})

test('the bits under which rules are known have not moved', () => {
  expect([...legRules, ...visitRules].map(({ name, bit }) => [name, bit])).toEqual([
    ['handle-is-not-its-sum', 1],
    ['talk-is-not-its-pieces', 2],
    ['held-is-not-its-pieces', 4],
    ['measured-from-segments', 8],
    ['answered-differs-from-queue-wait', 16],
    ['short-abandon-without-abandon', 32],
    ['outcome-unknown', 64],
    ['several-outcomes', 128],
  ])
})

/** How often each rule finds something in some conversations. */
function findings(conversations: readonly ConversationFacts[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { agentLegs, queueVisits } of conversations) {
    for (const mask of [...agentLegs.map(qualityOfLeg), ...queueVisits.map(qualityOfVisit)])
      for (const name of qualityNames(mask)) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

test.each([
  ['02-details-chat-complete.json', {}],
  // Records of 2016: most legs have no measures, and a queue does not say who answered.
  [
    '05-details-query-2016-outbound-preview-callback.json',
    { 'measured-from-segments': 27, 'outcome-unknown': 21 },
  ],
  ['08a-details-query-voice-outbound.json', {}],
])('in the real records of %s', (name, found) => {
  expect(findings(sampleFacts(name))).toEqual(found)
})

test('simulated days add up, but for the messages and chats of which the platform never says how they left the queue', () => {
  const simulation = createSimulation(
    settle({ from: '2026-10-24', to: '2026-10-26', conversationsPerDay: 700 }),
  )
  const now = simulation.clock.now()
  const facts = simulation.book
    .livingIn(Date.UTC(2026, 6, 1), now + 1, Number.MAX_SAFE_INTEGER)
    .map((reference) => {
      const raw: unknown = JSON.parse(
        JSON.stringify(renderConversation(simulation.book.tell(reference), now, true)),
      )
      const read = readConversation(raw)
      if ('problem' in read) throw new Error(`A simulated record does not read: ${read.problem.path}`)
      return foldConversation(read.conversation)
    })
  expect(facts.length).toBeGreaterThan(1_000)
  const visits = facts.flatMap(({ queueVisits }) => queueVisits)
  const unknown = visits.filter(({ outcome }) => outcome === 'unknown')
  expect(findings(facts)).toEqual({ 'outcome-unknown': unknown.length })
  expect([...new Set(unknown.map(({ mediaType }) => mediaType))].sort()).toEqual(['chat', 'message'])
  expect(unknown.length / visits.length).toBeLessThan(0.02)
})
