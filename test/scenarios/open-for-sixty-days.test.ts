/**
 * An e-mail of 2 September is answered, opened again by the customer, answered again in October and closed on 1 November. Each
 * export tells a little more.
 */
import { factsOf, type SessionTold } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const day = 86_400
const tables = { agentZones: agents({ ann: 'Europe/London', ben: 'Europe/London' }) }
const firstReply: SessionTold[] = [
  stay('mail', 0, 3600, 'answered', 'email'),
  { ...answer(3600, { agent: 'ann', queue: 'mail', from: 3595, talk: 900, acw: 60 }), media: 'email' },
]
const stillOpen: SessionTold = { purpose: 'customer', media: 'email', segments: [['interact', 0, null]] }
const secondReply: SessionTold[] = [
  stay('mail', 40 * day, 41 * day, 'answered', 'email'),
  { ...answer(day, { agent: 'ben', queue: 'mail', from: 41 * day - 5, talk: 600, acw: 0 }), media: 'email' },
]
const closed: SessionTold = { purpose: 'customer', media: 'email', segments: [['interact', 0, 60 * day]] }

const september = factsOf('2026-09-02T08:00:00.000Z', [stillOpen, ...firstReply])
const october = factsOf('2026-09-02T08:00:00.000Z', [stillOpen, ...firstReply, ...secondReply])
const november = factsOf('2026-09-02T08:00:00.000Z', [closed, ...firstReply, ...secondReply])

const handled = (facts: typeof september) =>
  summaryOf('average-handle-time', [facts], { tables, by: ['day', 'agent'] }).cells?.map(
    ({ day, agent, value }) => [day, agent, value],
  )

test('what was handled counts at once; nobody waits for the end', () => {
  expect(september.endedAt).toBeNull()
  expect(handled(september)).toEqual([['2026-09-02', 'ann', 960]])
})

test('a later reply adds to its own day and leaves the earlier one as it was', () => {
  expect(handled(october)).toEqual([
    ['2026-09-02', 'ann', 960],
    ['2026-10-13', 'ben', 600],
  ])
})

test('closing it moves no number', () => {
  expect(november.endedAt).not.toBeNull()
  expect(handled(november)).toEqual(handled(october))
})

test('opened again it is the same conversation', () => {
  expect(summaryOf('handle-time-per-conversation', [november]).parts).toEqual({
    handleMs: 1_560_000,
    conversations: 1,
    wholeMs: 1_560_000,
  })
})
