import { agentSession, factsOf, type SessionTold } from './told'

const start = '2026-10-20T09:00:00.000Z'
const customer: SessionTold = { purpose: 'customer', segments: [['interact', 0, 600]] }

/** Ann talks with the customer, asks `ben` from 100 s on. Sessions: 0 customer, 1 ann, 2 ben. */
function consult(
  annMeasures: SessionTold['measures'],
  ben = agentSession({ agent: 'ben', from: 100, talk: 60, acw: 10, peer: 1 }),
) {
  const ann = agentSession({ agent: 'ann', talk: 200, acw: 20, peer: 0 })
  return factsOf(start, [
    customer,
    { ...ann, measures: [...(ann.measures ?? []), ...(annMeasures ?? [])] },
    ben,
  ])
}

const consultOnlyOf = (facts: ReturnType<typeof consult>) =>
  Object.fromEntries(facts.agentLegs.map((leg) => [leg.agentId, leg.consultOnly]))

test('a colleague who was asked and got nobody was only consulted', () => {
  expect(consultOnlyOf(consult([['consulted', 1, 100]]))).toEqual({ ann: false, ben: true })
})

test('a colleague who took the customer over was not', () => {
  expect(consultOnlyOf(consult([['consult-transferred', 1, 150]]))).toEqual({ ann: false, ben: false })
})

test('a hand-over after the colleague had hung up went to somebody else', () => {
  expect(consultOnlyOf(consult([['consult-transferred', 1, 180]]))).toEqual({ ann: false, ben: true })
})

test('a blind transfer after the consult leaves it a consult', () => {
  const transferred = consult([
    ['transferred', 1, 205],
    ['blind-transferred', 1, 205],
  ])
  expect(consultOnlyOf(transferred)).toEqual({ ann: false, ben: true })
})

test('a colleague still talking when the hand-over came has the customer', () => {
  const ben: SessionTold = { purpose: 'agent', agent: 'ben', peer: 1, segments: [['interact', 105, null]] }
  expect(consultOnlyOf(consult([['consult-transferred', 1, 200]], ben))).toEqual({ ann: false, ben: false })
})

test('a leg whose other end the record does not name is no consult', () => {
  const ben = agentSession({ agent: 'ben', from: 100, talk: 60 })
  expect(consultOnlyOf(consult([], ben))).toEqual({ ann: false, ben: false })
})
