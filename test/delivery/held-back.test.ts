import { type DaysOfKpi, type ExportedDays, tallyHeldBack, whyHeldBack } from '../../src/delivery/held-back'
import { parseInstant } from '../../src/time/instant'

const wellComputed: DaysOfKpi = { isComputed: true, firstBehind: null, quarantined: new Set() }
const exported: ExportedDays = {
  complete: new Set(['2026-10-23', '2026-10-24', '2026-10-25']),
  availableUntil: parseInstant('2026-10-26T14:00:00.000Z'),
}

describe('why a date is held back', () => {
  test('a date whose UTC days were all exported and computed is not', () => {
    expect(whyHeldBack('2026-10-24', wellComputed, exported)).toBeNull()
  })

  test('a date that touches a UTC day the platform has not finished waits for it', () => {
    expect(whyHeldBack('2026-10-25', wellComputed, exported)).toBe('beyond-availability')
  })

  test('a UTC day that the platform has finished and nobody fetched waits for an export', () => {
    expect(whyHeldBack('2026-10-23', wellComputed, exported)).toBe('not-exported')
    const later = { ...exported, availableUntil: parseInstant('2026-10-27T00:00:00.000Z') }
    expect(whyHeldBack('2026-10-25', wellComputed, later)).toBe('not-exported')
  })

  test('a KPI that is behind its facts, or was never computed, waits for a recompute', () => {
    const behind = { ...wellComputed, firstBehind: '2026-10-25' }
    expect(whyHeldBack('2026-10-24', behind, exported)).toBe('not-computed')
    expect(whyHeldBack('2026-10-24', { ...behind, firstBehind: '2026-10-26' }, exported)).toBeNull()
    expect(whyHeldBack('2026-10-24', { ...wellComputed, isComputed: false }, exported)).toBe('not-computed')
  })

  test('a quarantined UTC day is told before every other reason', () => {
    const poisoned = { isComputed: true, firstBehind: '2026-10-20', quarantined: new Set(['2026-10-26']) }
    expect(whyHeldBack('2026-10-25', poisoned, exported)).toBe('quarantined')
    expect(whyHeldBack('2026-10-24', poisoned, exported)).toBe('not-computed')
  })

  test('where nothing was ever exported, files vouch for themselves', () => {
    expect(whyHeldBack('2026-10-24', wellComputed, null)).toBeNull()
  })

  test('dates are added up by reason, each once', () => {
    const held = [
      { date: '2026-10-26', reason: 'beyond-availability' as const },
      { date: '2026-10-25', reason: 'beyond-availability' as const },
      { date: '2026-10-25', reason: 'beyond-availability' as const },
      { date: '2026-10-20', reason: 'not-exported' as const },
    ]
    expect(tallyHeldBack(held)).toEqual([
      { reason: 'beyond-availability', days: 2, first: '2026-10-25', last: '2026-10-26' },
      { reason: 'not-exported', days: 1, first: '2026-10-20', last: '2026-10-20' },
    ])
  })
})
