/**
 * Asha is blended: from 10:00 she writes with a customer for 25 minutes, at 10:05 she takes a call of five minutes beside it, and at 10:30
 * she calls somebody herself.
 */
import { terminalState } from '../../src/facts/terminal-state'
import { factsOf, type SessionTold } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const tables = { agentZones: agents({ asha: 'Asia/Kolkata' }) }

const message = factsOf(
  '2026-10-20T09:59:50.000Z',
  [
    stay('web', 0, 10, 'answered', 'message'),
    { ...answer(10, { agent: 'asha', queue: 'web', from: 5, talk: 1500 }), media: 'message' },
  ],
  'message',
)
const call = factsOf(
  '2026-10-20T10:04:40.000Z',
  [stay('sales', 0, 20), answer(20, { agent: 'asha', queue: 'sales', from: 15, talk: 270, acw: 30 })],
  'call',
)
// The platform dials her own phone for 10 s, then the customer's for 30 s; they talk for 200 s, and she writes for 20 s.
const callingOut: SessionTold = {
  purpose: 'user',
  agent: 'asha',
  queue: 'sales',
  direction: 'outbound',
  segments: [
    ['contacting', 0, 10],
    ['dialing', 10, 40],
    ['interact', 40, 240],
    ['wrapup', 240, 260],
  ],
  measures: [
    ['outbound', 1, 0],
    ['contacting', 10_000, 10],
    ['dialing', 30_000, 40],
    ['talk-complete', 200_000, 240],
    ['after-call-work', 20_000, 260],
    ['handle', 260_000, 260],
  ],
}
const callOut = {
  ...factsOf('2026-10-20T10:30:00.000Z', [callingOut], 'call out'),
  direction: 'outbound' as const,
}
const shift = [message, call, callOut]

test('handled three: a message of 1500 s, a call of 300 s, and 260 s of calling out with dialling and contacting', () => {
  const { cells, value } = summaryOf('average-handle-time', shift, {
    tables,
    by: ['agent', 'media', 'direction'],
  })
  expect(cells?.map(({ media, direction, value }) => [media, direction, value])).toEqual([
    ['message', 'inbound', 1500],
    ['voice', 'inbound', 300],
    ['voice', 'outbound', 260],
  ])
  // The mean of all three says nothing about any of them.
  expect(value).toBeCloseTo(2060 / 3, 10)
})

test('between 10:00 and 10:15 two customers had twenty minutes of one agent’s fifteen', () => {
  const { cells } = summaryOf('average-handle-time', shift, {
    by: ['interval'],
    intervalMinutes: 15,
    attribution: 'clip',
  })
  const minutes = cells?.map(({ interval, parts }) => [
    interval?.slice(11, 16),
    (parts.handleMs as number) / 60_000,
  ])
  expect(minutes).toEqual([
    ['10:00', 20],
    ['10:15', 10],
    ['10:30', 260 / 60],
  ])
})

test('who is called by the house waited in no queue: offered and answered count the message and the call', () => {
  expect(summaryOf('offered', shift).value).toBe(2)
  expect(summaryOf('answered', shift).value).toBe(2)
  expect(
    summaryOf('service-level@2', shift, { by: ['direction'] }).cells?.map((cell) => cell.direction),
  ).toEqual(['inbound'])
})

test('the call out was completed like the others, and no customer came to the house by it', () => {
  expect(shift.map(terminalState)).toEqual(['completed', 'completed', 'completed'])
  const fromOneCustomer = shift.map((facts) => ({ ...facts, customer: 'one and the same' }))
  expect(summaryOf('repeat-contact-rate', fromOneCustomer).parts).toMatchObject({ repeats: 1, contacts: 2 })
})
