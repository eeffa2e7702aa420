/**
 * A call rings at Carl for 15 s; he does not take it, and the platform gives him a wrap-up all the same: 57 s of after-call work and of
 * handle, no talk, in a segment that lasts 61 s. Such a record is real (docs/facts/genesys.md §4.2). Nobody else was free, and the
 * customer hangs up.
 */
import { qualityNames, qualityOfLeg } from '../../src/facts/quality'
import { terminalState } from '../../src/facts/terminal-state'
import { factsOf, type SessionTold } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { answer, stay } from './stage'

const didNotRespond: SessionTold = {
  purpose: 'agent',
  agent: 'carl',
  queue: 'sales',
  segments: [
    ['alert', 20, 35],
    ['wrapup', 35, 96],
  ],
  measures: [
    ['alert', 15_000, 35],
    ['not-responding', 15_000, 35],
    ['error', 1, 35],
    ['after-call-work', 57_000, 92],
    ['handle', 57_000, 92],
  ],
}
const gaveUp = factsOf('2026-10-20T09:00:00.000Z', [stay('sales', 0, 60, 'abandoned'), didNotRespond])
const takenByDora = factsOf(
  '2026-10-20T10:00:00.000Z',
  [
    stay('sales', 0, 45),
    didNotRespond,
    answer(45, { agent: 'dora', queue: 'sales', from: 40, talk: 180, acw: 20 }),
  ],
  'conversation-2',
)

test('nobody talked: the conversation was abandoned, whatever the wrap-up says', () => {
  expect(terminalState(gaveUp)).toBe('abandoned')
  expect(summaryOf('answered', [gaveUp]).value).toBeNull()
  expect(summaryOf('abandon-rate', [gaveUp]).value).toBe(100)
})

test('without anybody hanging up it was missed, not completed', () => {
  expect(terminalState(factsOf('2026-10-20T09:00:00.000Z', [didNotRespond]))).toBe('missed')
})

test('his 57 s are a handle as the platform counts, from its measures and not the 61 s of the segment', () => {
  expect(summaryOf('average-handle-time', [gaveUp]).parts).toEqual({ handleMs: 57_000, handled: 1 })
  expect(summaryOf('average-after-call-work', [gaveUp]).value).toBe(57)
  expect(gaveUp.agentLegs.flatMap((leg) => qualityNames(qualityOfLeg(leg)))).toEqual([])
})

test('answered by another, the call has two handles and one answer; its talk is divided by both', () => {
  expect(summaryOf('average-handle-time', [takenByDora], { by: ['agent'] }).cells).toMatchObject([
    { agent: 'carl', value: 57 },
    { agent: 'dora', value: 200 },
  ])
  expect(summaryOf('answered', [takenByDora]).value).toBe(1)
  expect(summaryOf('average-talk-time', [takenByDora]).value).toBe(90)
  expect(summaryOf('average-talk-time', [takenByDora], { parameters: { divisor: 'own' } }).value).toBe(180)
})

test('ringing counts at each agent, 15 s and 5 s, and is no handle time', () => {
  expect(summaryOf('average-alert-time', [takenByDora], { by: ['agent'] }).cells).toMatchObject([
    { agent: 'carl', value: 15 },
    { agent: 'dora', value: 5 },
  ])
})
