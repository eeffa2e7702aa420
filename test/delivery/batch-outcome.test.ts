import { batchOutcome } from '../../src/delivery/batch-outcome'

const of = (...outcomes: ('accepted' | 'retry' | 'parked')[]) =>
  batchOutcome(outcomes.map((outcome) => ({ outcome })))

test.each([
  [of('accepted', 'accepted'), { state: 'delivered', accepted: 2, parked: 0, toRetry: [] }],
  [of('accepted', 'parked'), { state: 'parked', accepted: 1, parked: 1, toRetry: [] }],
  [of('parked', 'retry', 'accepted', 'retry'), { state: 'partial', accepted: 1, parked: 1, toRetry: [1, 3] }],
  [of('retry', 'parked'), { state: 'failed', accepted: 0, parked: 1, toRetry: [0] }],
])('a batch is known by its items: %j', (outcome, expected) => {
  expect(outcome).toEqual(expected)
})
