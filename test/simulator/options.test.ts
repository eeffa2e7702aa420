import { iso, parseInstant, VirtualClock } from '../../simulator/clock'
import type { FaultOrder } from '../../simulator/faults/order'
import { type SimulatorOptions, settle } from '../../simulator/options'
import { startSimulator } from '../../simulator/server'

test('without options it is the default demonstration: sixteen days, 2,000 conversations a day, 300 requests a minute', () => {
  const settings = settle()
  expect(settings.lastDay - settings.firstDay + 1).toBe(16)
  expect(settings).toMatchObject({ conversationsPerDay: 2_000, rateLimit: 300, availabilityLagMs: 7_200_000 })
  expect(iso(settings.now)).toBe('2026-11-05T06:00:00.000Z')
})

test.each([
  [{ from: '2026-11-04', to: '2026-10-20' }, 'ends'],
  [{ from: '20 October' }, 'is not a date'],
  [{ now: 'noon' }, 'is not an instant'],
  [{ conversationsPerDay: -1 }, 'conversationsPerDay must be'],
  [{ rateLimit: Number.NaN }, 'rateLimit must be'],
])('%j is refused with a reason', (options, reason) => {
  expect(() => settle(options)).toThrow(reason)
})

test('a clock stands still until moved, or runs on from where it was set', () => {
  let real = 5_000
  const standing = new VirtualClock(1_000, { real: () => real })
  const running = new VirtualClock(1_000, { running: true, real: () => real })
  real += 700
  expect([standing.now(), running.now()]).toEqual([1_000, 1_700])
  standing.advance(2)
  running.set(10_000)
  real += 300
  expect([standing.now(), running.now()]).toEqual([3_000, 10_300])
})

test('instants are written as the platform writes them', () => {
  for (const at of ['1969-12-31T23:59:59.999Z', '2026-10-25T00:59:59.001Z', '2028-02-29T12:00:00.000Z']) {
    expect(iso(parseInstant(at))).toBe(at)
  }
})

test('a port that is taken is an error, not a silence', async () => {
  const first = await startSimulator({ conversationsPerDay: 10 })
  try {
    await expect(startSimulator({ conversationsPerDay: 10, port: first.port })).rejects.toThrow('EADDRINUSE')
  } finally {
    await first.close()
  }
})

test('an option or a fault that is misspelt is refused with the names there are', () => {
  const misspelt = { conversationPerDay: 10 } as SimulatorOptions
  expect(() => settle(misspelt)).toThrow('There is no option "conversationPerDay"; there are seed, now,')
  const fault = { kind: 'slow', delay: 1 } as unknown as FaultOrder
  expect(() => settle({ faults: [fault] })).toThrow('There is no field of a fault "delay"')
})
