/**
 * Ann has a customer and asks Ben, who knows more. Once he only advises her; once they talk to the customer all three; once she
 * hands the customer over.
 */
import { agentSession, factsOf, type SessionTold } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const tables = { agentZones: agents({ ann: 'Europe/London', ben: 'Europe/London' }) }
const customer: SessionTold = { purpose: 'customer', segments: [['interact', 0, 700]] }

/** Sessions: 0 the customer, 1 the queue, 2 Ann, 3 Ben. */
function call(ann: SessionTold, ben: SessionTold) {
  return factsOf('2026-10-20T10:00:00.000Z', [customer, stay('sales', 0, 20), ann, ben])
}
const annsLeg = (measures: SessionTold['measures'] = []): SessionTold => {
  const told = answer(20, { agent: 'ann', queue: 'sales', from: 15, talk: 400, hold: 100, peer: 0 })
  return { ...told, measures: [...(told.measures ?? []), ...measures] }
}

test('a colleague who is only asked has handled nothing of the customer’s: adjusted handle time leaves him out', () => {
  const facts = call(annsLeg(), agentSession({ agent: 'ben', queue: 'sales', from: 200, talk: 90, peer: 2 }))
  expect(facts.agentLegs.map(({ agentId, consultOnly }) => [agentId, consultOnly])).toEqual([
    ['ann', false],
    ['ben', true],
  ])
  expect(summaryOf('adjusted-average-handle-time@2', [facts], { tables }).parts).toEqual({
    handleMs: 500_000,
    legs: 1,
  })
  // The platform counts his time as a handle, and so does the KPI that follows the platform.
  expect(summaryOf('average-handle-time', [facts]).parts).toEqual({ handleMs: 590_000, handled: 2 })
})

test('a colleague who takes the customer over has handled a leg, and the transfer was a consult transfer', () => {
  const handedOver = [
    ['transferred', 1, 290],
    ['consult-transferred', 1, 290],
  ] as const
  const facts = call(annsLeg(handedOver), agentSession({ agent: 'ben', from: 200, talk: 300, peer: 2 }))
  expect(summaryOf('adjusted-average-handle-time@2', [facts], { tables }).parts.legs).toBe(2)
  expect(summaryOf('transfer-rate@1', [facts], { parameters: { kind: 'consult' } }).parts).toEqual({
    transfers: 1,
    handled: 2,
  })
  expect(summaryOf('transfer-rate@1', [facts], { parameters: { kind: 'blind' } }).parts.transfers).toBe(0)
})

test('in a conference both talk to the customer: two handles, one conversation', () => {
  const facts = call(annsLeg(), agentSession({ agent: 'ben', queue: 'sales', from: 200, talk: 200, peer: 0 }))
  expect(facts.agentLegs.every(({ consultOnly }) => !consultOnly)).toBe(true)
  expect(summaryOf('handle-time-per-conversation', [facts]).parts).toEqual({
    handleMs: 700_000,
    conversations: 1,
    wholeMs: 700_000,
  })
})

test('a hold is part of the handle, and none of the talk', () => {
  const facts = call(annsLeg(), agentSession({ agent: 'ben', from: 200, talk: 90, peer: 2 }))
  expect(summaryOf('average-talk-time', [facts], { by: ['agent'] }).cells?.[0]?.parts.talkMs).toBe(400_000)
  expect(summaryOf('hold-ratio', [facts], { by: ['agent'] }).cells?.[0]).toMatchObject({
    agent: 'ann',
    value: 20,
  })
})
