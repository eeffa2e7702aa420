import fc from 'fast-check'
import { besideNights, minutesAtBudget, nextNight } from '../../src/planning/request-time'

const minute = 60_000
const hour = 60 * minute

describe('requests at a budget', () => {
  it.each([
    [0, 0],
    [1, 0],
    [60, 0],
    [61, 1 / 240],
    [300, 1],
    // 3 years of 12 requests a day.
    [13_140, 54.5],
  ])('%i requests at 240 a minute, of which 60 go at once, take %d minutes', (requests, minutes) => {
    expect(minutesAtBudget(requests, { requestsPerMinute: 240, burst: 60 })).toBeCloseTo(minutes, 10)
  })
})

describe('the next night', () => {
  it.each([
    ['2026-11-26T20:00:00Z', '2026-11-27T03:30:00Z'],
    ['2026-11-26T02:00:00Z', '2026-11-26T03:30:00Z'],
    ['2026-11-26T03:30:00Z', '2026-11-27T03:30:00Z'],
  ])('after %s begins at %s', (now, start) => {
    expect(nextNight(Date.parse(now), '03:30')).toBe(Date.parse(start))
  })
})

describe('work that gives way to the night', () => {
  const now = Date.parse('2026-11-26T02:30:00Z')
  const next = now + hour

  it.each([
    ['ends before it', 30, 30],
    ['ends as it starts', 60, 60],
    // 15 minutes are left when the night starts, 7.5 of them pass in its half hour, and 7.5 after it.
    ['has a quarter of its pace meanwhile', 75, 60 + 30 + 7.5],
    ['may end within it', 65, 60 + 20],
  ])('%s', (_, work, takes) => {
    const elapsed = besideNights(work * minute, now, { next, lastMs: 30 * minute }, 1 / 4)
    expect(elapsed / minute).toBeCloseTo(takes)
  })

  it('gives way to the night that began before it', () => {
    const elapsed = besideNights(10 * minute, now, { next: now + 23.5 * hour, lastMs: 40 * minute }, 1 / 4)
    // The night has ten minutes to go: 2.5 of the ten are done, then 7.5 are left.
    expect(elapsed / minute).toBeCloseTo(10 + 7.5)
  })

  it('takes what a walk through the minutes takes, whatever the nights', () => {
    const walk = (work: number, untilNight: number, night: number, share: number) => {
      const isNight = (at: number) => (((at - untilNight) % 1440) + 1440) % 1440 < night
      let [done, at] = [0, 0]
      for (; done + 1e-9 < work; at++) done += isNight(at) ? share : 1
      return at
    }
    const minutes = (max: number) => fc.integer({ min: 0, max })
    const untilNight = fc.integer({ min: 1, max: 1440 })
    const shares = fc.constantFrom(1 / 8, 1 / 4, 1 / 2, 1)
    fc.assert(
      fc.property(minutes(6000), untilNight, minutes(1440), shares, (work, until, night, share) => {
        const nights = { next: now + until * minute, lastMs: night * minute }
        const elapsed = besideNights(work * minute, now, nights, share) / minute
        // The walk goes on to the end of the minute in which the work is done.
        expect(Math.max(0, Math.ceil(elapsed - 1e-6))).toBe(walk(work, until, night, share))
      }),
    )
  })
})
