import fc from 'fast-check'
import { findDefinition } from '../../src/kpis/catalogue'
import { clip } from '../../src/kpis/clip'
import type { PlacedObservation } from '../../src/kpis/replay'
import { formatInstant, parseInstant } from '../../src/time/instant'

const handle = findDefinition('average-handle-time')

function handled(at: string | number, handleMs: number | null): PlacedObservation {
  return {
    subjectId: 'c-1',
    ordinal: 0,
    at: typeof at === 'string' ? parseInstant(at) : at,
    agentId: 'ana',
    queueId: 'sales',
    mediaType: 'voice',
    direction: 'inbound',
    zone: null,
    parts: handleMs === null ? null : [handleMs, 1],
    unfinished: false,
    pendingUntil: null,
    quality: 0,
  }
}

const told = (observation: PlacedObservation) =>
  clip(handle, observation)
    .map(({ at, parts, observations }) => [formatInstant(at).slice(11, 16), ...(parts ?? []), observations])
    .sort()

test('a call of 35 minutes is work in every quarter it reached, and one contact where it ended', () => {
  expect(told(handled('2026-10-20T10:20:00Z', 35 * 60_000))).toEqual([
    ['09:45', 15 * 60_000, 0, 0],
    ['10:00', 15 * 60_000, 0, 0],
    ['10:15', 5 * 60_000, 1, 1],
  ])
})

test('what ends on the quarter hour elapsed before it', () => {
  expect(told(handled('2026-10-20T10:15:00Z', 60_000))).toEqual([
    ['10:00', 60_000, 0, 0],
    ['10:15', 0, 1, 1],
  ])
})

test('what was set aside stays where it was, without parts, and is counted once', () => {
  expect(clip(handle, handled('2026-10-20T10:15:00Z', null))).toMatchObject([
    { parts: null, observations: 0, withoutZone: 1 },
  ])
})

test('pieces add up to the observation to the millisecond, none reaches out of its quarter or before its beginning', () => {
  const instant = fc.integer({
    min: parseInstant('2026-01-01T00:00Z'),
    max: parseInstant('2026-12-31T00:00Z'),
  })
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 2 * 86_400_000 }), (at, handleMs) => {
      const pieces = clip(handle, handled(at, handleMs))
      const total = (index: number) => pieces.reduce((sum, { parts }) => sum + (parts?.[index] ?? 0), 0)
      expect([total(0), total(1)]).toEqual([handleMs, 1])
      for (const piece of pieces) {
        const within = Math.min(at, piece.at + 900_000) - Math.max(at - handleMs, piece.at)
        expect(piece.parts?.[0]).toBe(Math.max(0, within))
      }
    }),
  )
})
