import { total } from '../../src/facts/measurements'
import { parseInstant } from '../../src/time/instant'
import { factsOf, type SessionTold } from './told'

const start = '2026-10-20T09:00:00.000Z'

function stay(queue: string, from: number, to: number, media = 'voice'): SessionTold {
  return {
    purpose: 'acd',
    queue,
    media,
    segments: [['interact', from, to, 'transfer']],
    measures: [
      ['offered', 1, from],
      ['queue-wait', (to - from) * 1000, to],
    ],
  }
}

function answer(queue: string, agent: string, wait: number, at: number, media = 'voice'): SessionTold {
  return {
    purpose: 'agent',
    agent,
    queue,
    media,
    segments: [['interact', at, at + 60]],
    measures: [['answered', wait * 1000, at]],
  }
}

const answeredBy = (sessions: SessionTold[]) =>
  factsOf(start, sessions).queueVisits.map(({ queueId, outcome, agentId }) => [queueId, outcome, agentId])

test('an answer belongs to the stay of its queue whose wait it repeats, not to the nearest', () => {
  const sessions = [stay('sales', 0, 12), stay('sales', 100, 130), answer('sales', 'ann', 30, 130.01)]
  expect(answeredBy(sessions)).toEqual([
    ['sales', 'unknown', null],
    ['sales', 'answered', 'ann'],
  ])
})

test('two stays are answered by two agents, each by their own', () => {
  const sessions = [
    answer('support', 'ben', 30, 130),
    answer('sales', 'ann', 12, 11.99),
    stay('sales', 0, 12),
    stay('support', 100, 130),
  ]
  expect(answeredBy(sessions)).toEqual([
    ['sales', 'answered', 'ann'],
    ['support', 'answered', 'ben'],
  ])
})

test('the same wait to the millisecond outweighs another queue in the record', () => {
  expect(answeredBy([stay('sales', 0, 12.345), answer('renamed', 'ann', 12.345, 12.35)])).toEqual([
    ['sales', 'answered', 'ann'],
  ])
})

test('without an equal wait the nearest stay of the queue is taken', () => {
  expect(answeredBy([stay('sales', 0, 12), stay('sales', 50, 70), answer('sales', 'ann', 20.5, 70)])).toEqual(
    [
      ['sales', 'unknown', null],
      ['sales', 'answered', 'ann'],
    ],
  )
})

test('a stay that was abandoned is not answered', () => {
  const abandoned: SessionTold = {
    ...stay('sales', 0, 12),
    measures: [
      ['offered', 1, 0],
      ['queue-wait', 12000, 12],
      ['abandoned', 12000, 12],
    ],
  }
  expect(answeredBy([abandoned, answer('sales', 'ann', 12, 12)])).toEqual([
    ['sales', 'abandoned', null],
    ['sales', 'answered', 'ann'],
  ])
})

test('an answer no stay fits makes one that began as long before as it waited', () => {
  const { queueVisits, agentLegs } = factsOf(start, [answer('sales', 'ann', 8, 20)])
  expect(queueVisits).toEqual([
    {
      ordinal: 0,
      queueId: 'sales',
      mediaType: 'voice',
      direction: 'inbound',
      enteredAt: parseInstant('2026-10-20T09:00:12.000Z'),
      leftAt: parseInstant('2026-10-20T09:00:20.000Z'),
      outcome: 'answered',
      quality: 0,
      agentId: 'ann',
      flowOutType: null,
      measurements: [3, parseInstant('2026-10-20T09:00:20.000Z'), 8000],
    },
  ])
  expect(agentLegs[0]?.measurements).toEqual([])
})

test('the over-target mark follows its answer', () => {
  const late = answer('sales', 'ann', 45, 45)
  const facts = factsOf(start, [
    stay('sales', 0, 45),
    { ...late, measures: [...(late.measures ?? []), ['over-target', 1, 45]] },
  ])
  expect(total(facts.queueVisits[0]?.measurements ?? [], 'over-target')).toBe(1)
  expect(total(facts.agentLegs[0]?.measurements ?? [], 'over-target')).toBeNull()
})

test('an over-target mark without an answer stays on the leg', () => {
  const facts = factsOf(start, [
    stay('sales', 0, 45),
    { ...answer('sales', 'ann', 45, 45), measures: [['over-target', 1, 45]] },
  ])
  expect(total(facts.agentLegs[0]?.measurements ?? [], 'over-target')).toBe(1)
})

test('a callback is answered on its own medium, though a voice stay waited as long', () => {
  const { queueVisits } = factsOf(start, [
    stay('sales', 0, 10),
    stay('sales', 10, 20, 'callback'),
    answer('sales', 'ann', 10, 20, 'callback'),
  ])
  expect(queueVisits.map(({ mediaType, outcome }) => [mediaType, outcome])).toEqual([
    ['voice', 'unknown'],
    ['callback', 'answered'],
  ])
})
