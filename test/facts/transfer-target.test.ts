import { factsOf, type SessionTold } from './told'

const start = '2026-10-20T09:00:00.000Z'

/** An agent who talks for a minute and then hands the customer over. */
function handsOver(kind: 'blind' | 'consult'): SessionTold {
  return {
    purpose: 'agent',
    agent: 'ann',
    segments: [['interact', 0, 60, kind === 'blind' ? 'transfer' : 'consultTransfer']],
    measures: [
      ['transferred', 1, 60],
      [`${kind}-transferred`, 1, 60],
    ],
  }
}

const follows = (purpose: string, from: number, to: number): SessionTold => ({
  purpose,
  segments: [['interact', from, to]],
})

const targetOf = (...sessions: SessionTold[]) =>
  factsOf(start, sessions).agentLegs.find(({ startedAt }) => startedAt === Date.parse(start))?.transferredTo

test.each([
  ['acd', 'queue'],
  ['agent', 'agent'],
  ['user', 'agent'],
  ['external', 'external'],
  ['ivr', 'flow'],
])('a blind transfer after which a session of purpose %s opens went to: %s', (purpose, target) => {
  expect(targetOf(follows('customer', 0, 200), handsOver('blind'), follows(purpose, 60.02, 200))).toBe(target)
})

test('of several sessions after a blind transfer the first is meant: the queue, not who answered in it', () => {
  expect(targetOf(handsOver('blind'), follows('agent', 64, 200), follows('acd', 60, 64))).toBe('queue')
})

test('a consult transfer went to whom the agent had asked and who goes on without them', () => {
  expect(targetOf(handsOver('consult'), follows('agent', 30, 200))).toBe('agent')
  expect(targetOf(handsOver('consult'), follows('external', 30, 200))).toBe('external')
})

test('of two asked in turn, who was there at the hand-over is meant', () => {
  expect(targetOf(handsOver('consult'), follows('agent', 10, 25), follows('external', 30, 200))).toBe(
    'external',
  )
})

test('a transfer after which nothing opens, or only long after, is not guessed at', () => {
  expect(targetOf(handsOver('blind'))).toBeNull()
  expect(targetOf(handsOver('blind'), follows('acd', 90, 200))).toBeNull()
})

test('without a transfer, whoever comes next is no target', () => {
  const stays: SessionTold = {
    purpose: 'agent',
    segments: [['interact', 0, 60]],
    measures: [['handle', 60_000, 60]],
  }
  expect(targetOf(stays, follows('acd', 60, 100))).toBeNull()
})
