import type { Cause } from '../../src/comparison/cause'
import { commonParts } from '../../src/comparison/common-parts'
import { startComparing } from '../../src/comparison/comparing'
import type { Move } from '../../src/comparison/ladder'
import { seeing } from '../../src/comparison/seeing'
import type { Seen } from '../../src/comparison/seen'
import { findDefinition } from '../../src/kpis/catalogue'
import type { KpiDefinition } from '../../src/kpis/definition'
import type { PlacedObservation } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'

const interval = { start: 0, end: 86_400_000 }

function observation(subjectId: string, ordinal: number, parts: number[]): PlacedObservation {
  return {
    ...{
      subjectId,
      ordinal,
      at: 3_600_000,
      agentId: null,
      queueId: 'sales',
      mediaType: 'voice',
      direction: null,
    },
    ...{ zone: null, parts, unfinished: false, pendingUntil: null, quality: 0 },
  }
}

interface Told {
  id: string
  cause: Cause
  before: number[] | null
  after: number[] | null
}

const cause = (name: string): Cause => ({ key: name, kind: 'rule', name, words: name })

/** Compares what subjects had with what they have, each for one cause. */
function compared(a: KpiDefinition, b: KpiDefinition, told: readonly Told[]) {
  const common = commonParts(a, b)
  const counting = { common, interval, by: ['queue'] as const, places: {} }
  const sums = (definition: KpiDefinition, side: 'before' | 'after') =>
    summarise(
      definition,
      told.flatMap((each) => (each[side] === null ? [] : [observation(each.id, 0, each[side])])),
      { by: ['queue'] },
    )
  const comparing = startComparing({
    a: { definition: a, name: 'A', summary: sums(a, 'before') },
    b: { definition: b, name: 'B', summary: sums(b, 'after') },
    ...{ interval, zone: null, by: ['queue'], foremost: 3 },
  })
  for (const { id, cause, before, after } of told) {
    const seen = (definition: KpiDefinition, parts: number[] | null): Seen | null =>
      parts === null ? null : seeing(counting, definition)(observation(id, 0, parts))
    const move: Move = { cause, before: seen(a, before), after: seen(b, after) }
    comparing.add({ id, day: '1970-01-01', pairs: [move], moves: [move] })
  }
  return comparing.comparison()
}

test('of a maximum no value is shared out: it is said, and whom each cause concerns is counted', () => {
  const longest = findDefinition('longest-wait@1')
  const { whole } = compared(longest, longest, [
    {
      ...{ id: 'one', cause: cause('shorter') },
      ...{ before: longest.parts.map(() => 90_000), after: longest.parts.map(() => 60_000) },
    },
  ])
  expect(whole).toMatchObject({ difference: -30, unshared: 'no-sums' })
  expect(whole.causes).toMatchObject([{ name: 'shorter', share: null, subjects: 1, alone: 1 }])
})

test('of different ones nothing but their number is compared', () => {
  const unique = findDefinition('unique-conversations@1')
  const once = unique.parts.map(() => 1)
  const { whole } = compared(unique, unique, [
    { id: 'one', cause: cause('gone'), before: once, after: null },
    { id: 'two', cause: cause('kept'), before: once, after: once },
  ])
  expect(whole).toMatchObject({ difference: -1, unshared: 'no-sums', onlyA: 1 })
})

const handled = findDefinition('average-handle-time@1')

test('a definition that divides otherwise is a cause of its own', () => {
  const tenth: KpiDefinition = {
    ...handled,
    version: 2,
    aggregation: { ...handled.aggregation, scale: 0.0001 } as KpiDefinition['aggregation'],
  }
  const { whole } = compared(handled, tenth, [
    { id: 'one', cause: cause('longer'), before: [60_000, 1], after: [120_000, 1] },
  ])
  // 60 becomes 12: doubled by the one, a tenth by the other.
  expect(whole.difference).toBe(-48)
  expect(whole.causes.map(({ name, share }) => [name, share])).toEqual([
    ['formula', -81],
    ['longer', 33],
  ])
})

test('parts of another name are the same where they play the same part in the value', () => {
  const renamed: KpiDefinition = {
    ...handled,
    version: 2,
    parts: ['legs', 'workMs'],
    spans: ['workMs'],
    aggregation: { kind: 'ratio', numerator: 'workMs', denominator: 'legs', scale: 0.001 },
  }
  const { whole, parts } = compared(handled, renamed, [
    { id: 'one', cause: cause('longer'), before: [60_000, 1], after: [1, 90_000] },
  ])
  expect(parts[0]).toBe(`${handled.parts[0]} / workMs`)
  expect(whole.causes).toMatchObject([{ name: 'longer', share: 30 }])
})

test('causes beyond six are one, and everything still adds up', () => {
  const told = Array.from({ length: 9 }, (_, index) => ({
    id: `conversation-${index}`,
    cause: cause(`cause-${index}`),
    before: [60_000, 1],
    after: [60_000 + 1_000 * (index + 1), 1],
  }))
  const { whole } = compared(handled, handled, told)
  expect(whole.causes).toHaveLength(6)
  expect(whole.causes.at(-1)).toMatchObject({ name: 'further causes', subjects: 4 })
  expect(whole.causes.reduce((sum, { share }) => sum + (share as number), 0)).toBeCloseTo(5, 12)
})

test('sums that the rows do not account for are said to be unexplained', () => {
  const summary = (parts: number[]) => summarise(handled, [observation('one', 0, parts)], { by: ['queue'] })
  const comparing = startComparing({
    a: { definition: handled, name: 'A', summary: summary([60_000, 1]) },
    b: { definition: handled, name: 'B', summary: summary([90_000, 1]) },
    ...{ interval, zone: null, by: ['queue'], foremost: 3 },
  })
  expect(comparing.comparison().whole.causes).toMatchObject([{ name: 'not explained', share: 30 }])
})
