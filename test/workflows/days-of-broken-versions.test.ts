import { atTheStart, daysLost, noteBroken } from '../../src/workflows/backfill-progress'

const broken = [{ kpi: 'service-level@2', reason: 'service-level@2 fails on conversation c-1.' }]

test('a day on which only some versions broke is in quarantine, with the reason, and not lost', () => {
  const progress = atTheStart()
  noteBroken(progress, { day: '2026-10-20' })
  expect(progress).toEqual(atTheStart())
  noteBroken(progress, { day: '2026-10-20', broken })
  noteBroken(progress, { day: '2026-10-21', broken })
  // The sweep at a run's end may come to a day once more.
  noteBroken(progress, { day: '2026-10-20', broken })
  expect(progress).toMatchObject({
    quarantinedDays: ['2026-10-20', '2026-10-21'],
    firstFailure: '2026-10-20: service-level@2 fails on conversation c-1.',
  })
  expect(daysLost(progress)).toBe(0)
  progress.quarantinedDays.push('2026-10-22')
  expect(daysLost(progress)).toBe(1)
})
