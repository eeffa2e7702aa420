/**
 * A customer waits in sales, gives up hope there when the flow takes them on, rings unanswered at one agent and is answered by
 * another in billing.
 */
import { factsOf, type SessionTold } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { answer, stay } from './stage'

const didNotRespond: SessionTold = {
  purpose: 'agent',
  agent: 'carl',
  queue: 'billing',
  segments: [['alert', 100, 115]],
  measures: [
    ['alert', 15_000, 115],
    ['not-responding', 15_000, 115],
  ],
}
const conversation = factsOf('2026-10-20T09:00:00.000Z', [
  stay('sales', 0, 60, 'flowed-out'),
  stay('billing', 60, 130),
  didNotRespond,
  answer(70, { agent: 'ann', queue: 'billing', from: 125, talk: 300 }),
])

test('is offered to both queues, flows out of one and is answered in the other', () => {
  const byQueue = (kpi: string) =>
    summaryOf(kpi, [conversation], { by: ['queue'] }).cells?.map(({ queue, parts }) => [queue, parts])
  expect(byQueue('offered')).toEqual([
    ['billing', { offered: 1 }],
    ['sales', { offered: 1 }],
  ])
  expect(byQueue('flow-out-rate@1')).toEqual([
    ['billing', { flowedOut: 0, offered: 1 }],
    ['sales', { flowedOut: 1, offered: 1 }],
  ])
  expect(byQueue('answered')).toEqual([['billing', { answered: 1 }]])
})

test('waited 60 s and 70 s: the answer was given after 70, the wait of all endings is 65 on average', () => {
  expect(summaryOf('average-speed-of-answer', [conversation]).value).toBe(70)
  expect(summaryOf('average-wait', [conversation]).value).toBe(65)
})

test('an agent who did not respond has handled nothing', () => {
  const { cells } = summaryOf('average-handle-time', [conversation], { by: ['agent'] })
  expect(cells?.map(({ agent, observations }) => [agent, observations])).toEqual([['ann', 1]])
})
