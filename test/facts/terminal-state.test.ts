import type { ConversationFacts } from '../../src/facts/fact'
import { terminalState } from '../../src/facts/terminal-state'
import { agentSession, factsOf, type SessionTold } from './told'

const start = '2026-10-20T09:00:00.000Z'
const stateOf = (sessions: readonly SessionTold[], judged: Partial<ConversationFacts> = {}) =>
  terminalState({ ...factsOf(start, sessions), ...judged })

/** A stay in a queue from one second to another, and the measures of its end. */
function stay(from: number, to: number, ...ends: string[]): SessionTold {
  return {
    purpose: 'acd',
    queue: 'sales',
    segments: [['interact', from, to]],
    measures: [
      ['offered', 1, from],
      ['queue-wait', (to - from) * 1000, to],
      ...ends.map((end) => [end, (to - from) * 1000, to] as const),
    ],
  }
}

const menu = (exitReason: string, ...outcomes: string[]): SessionTold => ({
  purpose: 'ivr',
  segments: [['ivr', 0, 30]],
  flow: { flowType: 'INBOUNDCALL', exitReason, outcomes },
})

test('an agent who is still talking: open', () => {
  expect(stateOf([{ purpose: 'agent', segments: [['interact', 0, null]] }])).toBe('open')
})

test('an agent took the call: completed', () => {
  expect(stateOf([stay(0, 10), agentSession({ from: 5, talk: 60 })])).toBe('completed')
})

test('an agent took the call, heard the caller hang up on hold: completed', () => {
  const held: SessionTold = {
    purpose: 'agent',
    segments: [['hold', 0, 20]],
    measures: [['held-complete', 20_000, 20]],
  }
  expect(stateOf([held])).toBe('completed')
})

test('the caller hung up in the queue: abandoned; at once: short-abandoned', () => {
  expect(stateOf([stay(0, 40, 'abandoned')])).toBe('abandoned')
  expect(stateOf([stay(0, 2, 'abandoned', 'short-abandoned')])).toBe('short-abandoned')
})

test('the caller left the queue for voicemail: flow-out', () => {
  expect(stateOf([stay(0, 120, 'flowed-out')])).toBe('flow-out')
})

test('the queue gave the caller a callback, and an agent called back: completed', () => {
  expect(stateOf([stay(0, 120, 'flowed-out'), agentSession({ from: 900, talk: 60 })])).toBe('completed')
})

test('an agent sent the caller on, who hung up in the second queue: abandoned, whoever talked before', () => {
  const first = agentSession({ from: 5, talk: 60, acw: 600 })
  expect(stateOf([stay(0, 10), first, stay(70, 110, 'abandoned')])).toBe('abandoned')
})

test('an agent asked a second queue, gave up there, and went on talking to the caller: completed', () => {
  expect(stateOf([stay(0, 10), agentSession({ from: 5, talk: 300 }), stay(60, 90, 'abandoned')])).toBe(
    'completed',
  )
})

test('it rang and nobody answered, then the caller was gone: missed', () => {
  const rang: SessionTold = {
    purpose: 'agent',
    agent: 'ann',
    segments: [['alert', 10, 30]],
    measures: [
      ['not-responding', 20_000, 30],
      ['after-call-work', 57_000, 90],
      ['handle', 57_000, 90],
    ],
  }
  expect(stateOf([stay(0, 30), rang])).toBe('missed')
})

test('a call of ours that nobody picked up: missed', () => {
  const dialled: SessionTold = {
    purpose: 'agent',
    direction: 'outbound',
    segments: [['dialing', 0, 25]],
    measures: [
      ['dialing', 25_000, 25],
      ['handle', 25_000, 25],
    ],
  }
  expect(stateOf([dialled])).toBe('missed')
})

test('an agent was only consulted, and the caller reached nobody: missed', () => {
  const asked = { ...agentSession({ talk: 30 }), peer: 1 }
  const asking: SessionTold = { purpose: 'agent', segments: [['alert', 0, 5]] }
  expect(stateOf([asked, asking])).toBe('missed')
})

test('the menu served the caller, and the platform says so: self-served', () => {
  expect(stateOf([menu('FLOW_DISCONNECT')], { selfServed: true })).toBe('self-served')
})

test('the menu said goodbye, or reached its outcome, and nobody judges: completed', () => {
  expect(stateOf([menu('FLOW_DISCONNECT')])).toBe('completed')
  expect(stateOf([menu('DISCONNECT', 'failure', 'success')])).toBe('completed')
})

test('the caller hung up in the menu: left-in-flow, for nobody knows how content', () => {
  expect(stateOf([menu('DISCONNECT', 'failure')])).toBe('left-in-flow')
  expect(stateOf([menu('DISCONNECT')], { selfServed: false })).toBe('left-in-flow')
})

test('what the platform judges self-served, but an agent took: completed', () => {
  expect(stateOf([menu('TRANSFER'), agentSession({ from: 40, talk: 60 })], { selfServed: true })).toBe(
    'completed',
  )
})
