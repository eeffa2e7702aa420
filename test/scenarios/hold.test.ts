/**
 * Ann puts a customer on hold twice, 40 s and 20 s, in a call of five minutes, and writes her notes for 30 s. Another customer hangs up
 * while he waits for her to come back.
 */
import { qualityOfLeg } from '../../src/facts/quality'
import { terminalState } from '../../src/facts/terminal-state'
import { factsOf, type SessionTold } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const tables = { agentZones: agents({ ann: 'Europe/London' }) }

// 100 s of talk, 40 s on hold, 60 s of talk, 20 s on hold, 80 s of talk: 240 s and 60 s, and 30 s of after-call work.
const heldTwice: SessionTold = {
  purpose: 'agent',
  agent: 'ann',
  queue: 'sales',
  segments: [
    ['alert', 5, 10],
    ['interact', 10, 110],
    ['hold', 110, 150],
    ['interact', 150, 210],
    ['hold', 210, 230],
    ['interact', 230, 310],
    ['wrapup', 310, 340, 'client'],
  ],
  measures: [
    ['answered', 10_000, 10],
    ['talk', 100_000, 110],
    ['held', 40_000, 150],
    ['talk', 60_000, 210],
    ['held', 20_000, 230],
    ['talk', 80_000, 310],
    ['talk-complete', 240_000, 310],
    ['held-complete', 60_000, 310],
    ['after-call-work', 30_000, 340],
    ['handle', 330_000, 340],
  ],
}
const call = factsOf('2026-10-20T09:00:00.000Z', [stay('sales', 0, 10), heldTwice])
const quick = factsOf(
  '2026-10-20T09:02:00.000Z',
  [stay('sales', 0, 10), answer(10, { agent: 'ann', queue: 'sales', from: 5, talk: 270 })],
  'conversation-2',
)

test('two holds of one call are one hold of 60 s; each is part of the handle, none of the talk', () => {
  expect(summaryOf('average-talk-time', [call]).parts.talkMs).toBe(240_000)
  expect(summaryOf('average-hold-time', [call]).parts.heldMs).toBe(60_000)
  expect(summaryOf('average-handle-time', [call]).value).toBe(330)
  expect(call.agentLegs.map(qualityOfLeg)).toEqual([0])
})

test('over all handled calls a hold is 30 s on average, over those that were held 60 s', () => {
  expect(summaryOf('average-hold-time', [call, quick]).value).toBe(30)
  expect(summaryOf('average-hold-time', [call, quick], { parameters: { divisor: 'own' } }).value).toBe(60)
})

test('a tenth of the 600 s that agents were busy with calls was hold', () => {
  expect(summaryOf('hold-ratio', [call, quick])).toMatchObject({
    value: 10,
    parts: { heldMs: 60_000, handleMs: 600_000 },
  })
})

test('a customer who hangs up on hold was handled, and has not abandoned', () => {
  const leftOnHold = factsOf('2026-10-20T09:00:00.000Z', [
    stay('sales', 0, 10),
    answer(10, { agent: 'ann', queue: 'sales', from: 5, talk: 30, hold: 120 }),
  ])
  expect(terminalState(leftOnHold)).toBe('completed')
  expect(summaryOf('abandon-rate', [leftOnHold]).parts).toEqual({ abandoned: 0, offered: 1 })
  expect(summaryOf('average-handle-time', [leftOnHold], { tables }).value).toBe(150)
})

test('a hold that began before the quarter hour is posted after it, and elapsed on both sides of it', () => {
  // Answered at 09:14:00, on hold from 09:14:30 to 09:16:30.
  const across = factsOf('2026-10-20T09:13:50.000Z', [
    stay('sales', 0, 10),
    answer(10, { agent: 'ann', queue: 'sales', from: 5, talk: 30, hold: 120 }),
  ])
  const held = (attribution: 'emit' | 'clip') =>
    summaryOf('average-hold-time', [across], {
      by: ['interval'],
      intervalMinutes: 15,
      attribution,
    }).cells?.map(({ interval, parts }) => [interval?.slice(11, 16), parts.heldMs])
  expect(held('emit')).toEqual([['09:15', 120_000]])
  expect(held('clip')).toEqual([
    ['09:00', 30_000],
    ['09:15', 90_000],
  ])
})
