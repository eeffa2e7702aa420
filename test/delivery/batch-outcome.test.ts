import { batchOutcome } from '../../src/delivery/batch-outcome'

const of = (...outcomes: ('accepted' | 'retry' | 'parked')[]) =>
  batchOutcome(outcomes.map((outcome) => ({ outcome })))

test.each([
  [of('accepted', 'accepted'), { accepted: 2, parked: 0, toRetry: 0 }],
  [of('accepted', 'parked'), { accepted: 1, parked: 1, toRetry: 0 }],
  [of('parked', 'retry', 'accepted', 'retry'), { accepted: 1, parked: 1, toRetry: 2 }],
  [of('retry', 'parked'), { accepted: 0, parked: 1, toRetry: 1 }],
])('a batch is known by its items: %j', (outcome, expected) => {
  expect(outcome).toEqual(expected)
})
