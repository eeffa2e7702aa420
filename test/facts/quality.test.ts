import { aggregate } from '../../simulator/account/aggregate'
import { renderConversation } from '../../simulator/details/render'
import { settle } from '../../simulator/options'
import { createSimulation } from '../../simulator/simulation'
import type { AgentLeg, ConversationFacts, QueueVisit } from '../../src/facts/fact'
import { foldConversation } from '../../src/facts/fold'
import type { Measure } from '../../src/facts/measure'
import { all, has, total } from '../../src/facts/measurements'
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

  test('whose handle is posted at another instant than its after-call work says so', () => {
    const wrapUp = ['after-call-work', 2_000, 62] as const
    expect(legWith(wrapUp, ['handle', 2_000, 62])).toEqual([])
    expect(legWith(wrapUp, ['handle', 2_000, 63])).toEqual(['handle-apart-from-after-call-work'])
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

  test('over its target was answered, or says so', () => {
    expect(visitWith(['answered', 60_000, 60], ['over-target', 1, 60])).toEqual([])
    expect(visitWith(['abandoned', 60_000, 60], ['over-target', 1, 60])).toEqual([
      'over-target-without-answer',
    ])
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
    ['handle-apart-from-after-call-work', 256],
    ['answered-differs-from-queue-wait', 16],
    ['short-abandon-without-abandon', 32],
    ['outcome-unknown', 64],
    ['several-outcomes', 128],
    ['over-target-without-answer', 512],
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

const simulation = createSimulation(
  settle({ from: '2026-10-24', to: '2026-10-26', conversationsPerDay: 700 }),
)
const now = simulation.clock.now()
const simulated = simulation.book
  .livingIn(Date.UTC(2026, 6, 1), now + 1, Number.MAX_SAFE_INTEGER)
  .map((reference) => {
    const raw: unknown = JSON.parse(
      JSON.stringify(renderConversation(simulation.book.tell(reference), now, true)),
    )
    const read = readConversation(raw)
    if ('problem' in read) throw new Error(`A simulated record does not read: ${read.problem.path}`)
    return foldConversation(read.conversation)
  })
const visits = simulated.flatMap(({ queueVisits }) => queueVisits)

test('simulated days add up, but for the messages and chats of which the platform never says how they left the queue', () => {
  expect(simulated.length).toBeGreaterThan(1_000)
  const unknown = visits.filter(({ outcome }) => outcome === 'unknown')
  expect(findings(simulated)).toEqual({ 'outcome-unknown': unknown.length })
  expect([...new Set(unknown.map(({ mediaType }) => mediaType))].sort()).toEqual(['chat', 'message'])
  expect(unknown.length / visits.length).toBeLessThan(0.02)
})

/** The identities that hold for sums of many sessions, in the simulated days (docs/facts/genesys.md §4.3). */
describe('in sums', () => {
  const voice = visits.filter(({ mediaType, leftAt }) => mediaType === 'voice' && leftAt !== null)
  const legs = simulated.flatMap(({ agentLegs }) => agentLegs)
  const count = (facts: readonly (QueueVisit | AgentLeg)[], measure: Measure) =>
    facts.reduce((sum, { measurements }) => sum + all(measurements, measure).length, 0)
  const sum = (facts: readonly (QueueVisit | AgentLeg)[], measure: Measure) =>
    facts.reduce((sum, { measurements }) => sum + (total(measurements, measure) ?? 0), 0)
  const outcomes = ['answered', 'abandoned', 'flowed-out'] as const

  test('calls offered are those answered, abandoned and flowed out, in every queue', () => {
    const queues = new Set(voice.map(({ queueId }) => queueId))
    expect(queues.size).toBeGreaterThan(10)
    for (const queue of queues) {
      const here = voice.filter(({ queueId }) => queueId === queue)
      expect(outcomes.reduce((sum, outcome) => sum + count(here, outcome), 0)).toBe(count(here, 'offered'))
    }
  })

  test('the wait of calls is that of those answered, abandoned and flowed out: what the platform adds up as tWait', () => {
    const waited = [...simulation.ledger.between(Date.UTC(2026, 6, 1), now + 1, now)].filter(
      ({ metric, of }) => metric === 'tWait' && of.mediaType === 'voice',
    )
    const over = visits.filter(({ mediaType }) => mediaType === 'voice')
    expect(outcomes.map((outcome) => count(over, outcome)).reduce((a, b) => a + b)).toBe(waited.length)
    expect(outcomes.map((outcome) => sum(over, outcome)).reduce((a, b) => a + b)).toBe(
      waited.reduce((sum, { value }) => sum + value, 0),
    )
  })

  test('no visit has more answers over target, or short abandons, than answers and abandons', () => {
    expect(count(visits, 'over-target')).toBeGreaterThan(20)
    expect(count(visits, 'short-abandoned')).toBeGreaterThan(20)
    const [late, short] = ['over-target', 'short-abandoned'].map((measure) =>
      visits.filter(({ measurements }) => has(measurements, measure as Measure)),
    )
    expect(new Set(late?.map(({ outcome }) => outcome))).toEqual(new Set(['answered']))
    expect(new Set(short?.map(({ outcome }) => outcome))).toEqual(new Set(['abandoned']))
  })

  test('a wait is answered after what the queue measured, within a second, either way', () => {
    const apart = visits
      .filter(({ outcome }) => outcome === 'answered')
      .map(
        ({ measurements: all }) => (total(all, 'answered') as number) - (total(all, 'queue-wait') as number),
      )
    expect(apart.length).toBeGreaterThan(500)
    expect(Math.max(...apart.map(Math.abs))).toBeLessThanOrEqual(1_000)
  })

  test('who placed a call may not have tried to dial: calls out are at least the attempts, and those at least the connections', () => {
    const [placed, attempted, connected] = (
      ['outbound', 'outbound-attempted', 'outbound-connected'] as const
    ).map((measure) => count(legs, measure)) as [number, number, number]
    expect(placed).toBeGreaterThan(20)
    expect(placed).toBeGreaterThanOrEqual(attempted)
    expect(attempted).toBeGreaterThanOrEqual(connected)
  })
})

test('the platform’s service level is made of ours: answered less over target, by answered and abandoned, in every queue and medium', () => {
  const from = Date.UTC(2026, 9, 24)
  const said = aggregate(simulation.ledger.between(from, now, now), {
    buckets: { edges: [from, now] },
    metrics: ['oServiceLevel'],
    groupBy: ['queueId', 'mediaType'],
    isWanted: () => true,
  })
  expect(said.length).toBeGreaterThan(20)
  for (const { group, data } of said) {
    const stats = data[0]?.metrics[0]?.stats
    let [inTime, counted] = [0, 0]
    for (const { queueId, mediaType, measurements } of visits) {
      if (queueId !== group.queueId || mediaType !== group.mediaType) continue
      const since = (measure: Measure) => all(measurements, measure).filter(({ at }) => at >= from).length
      inTime += since('answered') - since('over-target')
      counted += since('answered') + since('abandoned')
    }
    expect([inTime, counted]).toEqual([stats?.numerator, stats?.denominator])
  }
})
