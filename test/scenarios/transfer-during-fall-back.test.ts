/**
 * New York, Sunday 1 November 2026. At 02:00 the clocks go back to 01:00, so 01:30 comes twice. A call that begins in the first
 * 01:30 is transferred in the second one.
 */
import { factsOf } from '../facts/told'
import { replayed, summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

// 01:20 EDT. Ann talks until 01:32 EDT and hands the call on; Ben takes it at 01:05 EST, three quarters of an hour later.
const call = factsOf('2026-11-01T05:20:00.000Z', [
  stay('sales', 0, 10),
  answer(10, { agent: 'ann', queue: 'sales', from: 5, talk: 710 }),
  stay('billing', 720, 2700),
  answer(1980, { agent: 'ben', queue: 'billing', from: 2695, talk: 300, acw: 60 }),
])
const tables = { agentZones: agents({ ann: 'America/New_York', ben: 'America/New_York' }) }

test('both legs belong to the one local day, which has 25 hours', () => {
  const { cells } = summaryOf('average-handle-time', [call], { tables, by: ['day'] })
  expect(cells).toEqual([
    { day: '2026-11-01', value: 535, parts: { handleMs: 1_070_000, handled: 2 }, observations: 2 },
  ])
})

test('the two half past ones are two half hours', () => {
  const { cells } = summaryOf('average-handle-time', [call], { tables, by: ['interval', 'agent'] })
  expect(cells?.map(({ interval, agent }) => [agent, interval])).toEqual([
    ['ann', '2026-11-01T05:30:00.000Z/2026-11-01T06:00:00.000Z'],
    ['ben', '2026-11-01T06:00:00.000Z/2026-11-01T06:30:00.000Z'],
  ])
})

test('the second wait is the thirty-three minutes that passed, not minus twenty-seven', () => {
  const waits = replayed('average-speed-of-answer', [call]).map(({ queueId, parts }) => [queueId, parts?.[0]])
  expect(waits).toEqual([
    ['sales', 10_000],
    ['billing', 1_980_000],
  ])
})

test('one conversation was handled, by two legs', () => {
  expect(summaryOf('handle-time-per-conversation', [call]).parts).toEqual({
    handleMs: 1_070_000,
    conversations: 1,
    wholeMs: 1_070_000,
  })
})
