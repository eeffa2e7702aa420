import { deliveryProgress } from '../../src/cli/deliver/delivery-progress'

const range = { first: '2026-10-01', last: '2026-10-20', days: 20 }
const clock = { startedAt: 0, now: 10_000 }
const told = (attempt: number, lastFailure: string | null, heartbeat: Record<string, unknown>) =>
  deliveryProgress('external-metrics', range, { attempt, lastFailure, heartbeat }, clock)

describe('the progress of a delivery', () => {
  test('is told by days, with rate and time left', () => {
    expect(told(1, null, { day: '2026-10-11', accepted: 300, parked: 2 })).toBe(
      'deliver external-metrics: 10/20 days (50 %), 1.0/s, 10 s left, 300 accepted, 2 parked',
    )
  })

  test('is what it waits for, where it waits', () => {
    expect(told(1, null, { waiting: 'another delivery to this sink is running' })).toBe(
      'deliver external-metrics: another delivery to this sink is running',
    )
    expect(told(3, 'The platform answered 503.', {})).toBe(
      'deliver external-metrics: attempt 3; before: The platform answered 503.',
    )
  })

  test('is nothing before there is anything to say', () => expect(told(1, null, {})).toBeNull())
})
