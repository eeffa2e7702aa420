/** Values that no sum of parts tells: of any grouping they are those of the observations in it. */
import fc from 'fast-check'
import { quotientOf } from '../../src/kpis/aggregation'
import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import { bucketOf, durationOf } from '../../src/kpis/log-buckets'
import { sumOfOne } from '../../src/kpis/observation-sum'
import type { PlacedObservation } from '../../src/kpis/replay'
import { startSumming, summarise } from '../../src/kpis/summarise'
import { parseZone } from '../../src/time/zone-name'
import { arbitraryFacts } from '../facts/arbitrary-facts'
import { factsOf, type SessionTold } from '../facts/told'
import { replayed, summaryOf } from './replayed'

const start = '2026-10-20T23:50:00.000Z'
const conversations = fc.array(arbitraryFacts, { maxLength: 12 })
const by = fc.subarray(['queue', 'media', 'direction', 'day', 'interval'] as const, { minLength: 1 })

/** A stay of so many seconds in a queue, entered so many seconds after the conversation's start. */
const stay = (queue: string, from: number, wait: number): SessionTold => ({
  purpose: 'acd',
  queue,
  segments: [['interact', from, from + wait]],
  measures: [
    ['offered', 1, from],
    ['queue-wait', wait * 1000, from + wait],
  ],
})

/** What a person would reckon of the observations in one place, without any sums. */
const reckoned: Record<string, (observations: readonly PlacedObservation[]) => number> = {
  'longest-wait': (observations) => Math.max(...waitsOf(observations)) / 1000,
  'unique-conversations': (observations) => new Set(observations.map((each) => each.subjectId)).size,
  'wait-percentile': (observations) => {
    const waits = waitsOf(observations).sort((a, b) => a - b)
    const ninth = waits[Math.ceil(waits.length * 0.9) - 1] as number
    return Math.round(durationOf(bucketOf(ninth))) / 1000
  },
}
const waitsOf = (observations: readonly PlacedObservation[]) =>
  observations.map(({ parts }) => parts?.[0] as number)

test.each(Object.keys(reckoned))('%s is right of the whole and of every cell, however it is split', (kpi) => {
  const definition = findDefinition(kpi)
  fc.assert(
    fc.property(conversations, by, (facts, dimensions) => {
      const observations = replayed(kpi, facts)
      const options = { by: dimensions, zone: parseZone('Australia/Lord_Howe') }
      const { value, cells = [] } = summarise(definition, observations, options)
      const wanted = reckoned[kpi] as (typeof reckoned)[string]
      expect(value).toBe(observations.length === 0 ? null : wanted(observations))
      for (const cell of cells) {
        const within = observations.filter((each) => {
          const [of] = summarise(definition, [each], options).cells ?? []
          return dimensions.every((dimension) => of?.[dimension] === cell[dimension])
        })
        expect(cell.value).toBe(wanted(within))
      }
    }),
  )
})

test('the parts of any partition make the same value, in any order', () => {
  const kinds = catalogue.filter((definition) => quotientOf(definition) === null)
  expect(kinds.length).toBeGreaterThan(2)
  fc.assert(
    fc.property(fc.constantFrom(...kinds), conversations, (definition, facts) => {
      const observations = replayed(definition.name, facts)
      const summing = startSumming(definition, { by: ['media'] })
      for (const each of [...observations].reverse()) summing.addSum(sumOfOne(definition, each))
      expect(summing.summary()).toEqual(summarise(definition, observations, { by: ['media'] }))
    }),
  )
})

describe('longest wait', () => {
  const facts = [
    factsOf(start, [stay('sales', 0, 30)], 'c-1'),
    factsOf(start, [stay('sales', 0, 1200), stay('billing', 1300, 5)], 'c-2'),
  ]

  test('of a day is the longest of its intervals, and not their sum', () => {
    const { value, cells } = summaryOf('longest-wait', facts, { by: ['interval'] })
    expect(value).toBe(1200)
    expect(cells?.map((cell) => cell.value)).toEqual([30, 1200])
  })

  test('cannot be cut at intervals: the pieces of a wait are no waits', () => {
    expect(() => summaryOf('longest-wait', facts, { attribution: 'clip' })).toThrow(
      'longest-wait@1 is the largest; it cannot be added up: it is made of whole observations, not of their pieces.',
    )
  })

  test('of nobody is no number, and not 0', () => {
    expect(summaryOf('longest-wait', []).value).toBeNull()
  })
})

describe('unique conversations', () => {
  const facts = [
    factsOf(start, [stay('sales', 0, 30), stay('billing', 100, 10), stay('sales', 700, 10)], 'c-1'),
    factsOf(start, [stay('sales', 0, 30)], 'c-2'),
  ]

  test('of two queues together are fewer than their sum where one moved between them', () => {
    const { value, parts, cells } = summaryOf('unique-conversations', facts, { by: ['queue'] })
    expect({ value, parts }).toEqual({ value: 2, parts: { entries: 4 } })
    expect(cells?.map(({ queue, value: count }) => [queue, count])).toEqual([
      ['billing', 1],
      ['sales', 2],
    ])
  })

  test('of two days count one that entered on both on each of them', () => {
    const { value, cells } = summaryOf('unique-conversations', facts, { by: ['day'], zone: parseZone('UTC') })
    expect(value).toBe(2)
    expect(cells?.map((cell) => cell.value)).toEqual([2, 1])
  })
})

describe('wait percentile', () => {
  const facts = Array.from({ length: 100 }, (_, index) => factsOf(start, [stay('sales', 0, index + 1)]))

  test('is the ninth of ten unless told: 90 s of waits from 1 to 100 s, right to 1 %', () => {
    expect(Math.abs((summaryOf('wait-percentile', facts).value as number) - 90)).toBeLessThan(0.9)
  })

  test('is another by its parameter', () => {
    const { value } = summaryOf('wait-percentile', facts, { parameters: { percentile: 50 } })
    expect(Math.abs((value as number) - 50)).toBeLessThan(0.5)
  })

  test.each([0, 101, 'most'])('of %j is refused', (percentile) => {
    expect(() => summaryOf('wait-percentile', facts, { parameters: { percentile } })).toThrow(/percentile/)
  })
})

describe('service level by entry', () => {
  const visit = (from: number, wait: number, late: boolean, id: string) =>
    factsOf(
      start,
      [
        stay('sales', from, wait),
        {
          purpose: 'agent',
          agent: 'ann',
          queue: 'sales',
          segments: [['interact', from + wait, from + wait + 60]],
          measures: [
            ['answered', wait * 1000, from + wait],
            ...(late ? [['over-target', 1, from + wait] as const] : []),
          ],
        },
      ],
      id,
    )
  const facts = [visit(0, 10, false, 'c-1'), visit(30, 900, true, 'c-2'), visit(700, 10, false, 'c-3')]

  test('counts whoever came in an interval there, though answered in the next', () => {
    const cellsOf = (kpi: string) =>
      summaryOf(kpi, facts, { by: ['interval'] }).cells?.map(({ value, observations }) => [
        value,
        observations,
      ])
    expect(cellsOf('service-level-by-entry')).toEqual([
      [50, 2],
      [100, 1],
    ])
    expect(cellsOf('service-level')).toEqual([
      [100, 1],
      [50, 2],
    ])
  })

  test('has over all the value, parts and variants of service level', () => {
    fc.assert(
      fc.property(conversations, (any) => {
        const { value, parts } = summaryOf('service-level', any)
        expect(summaryOf('service-level-by-entry', any)).toMatchObject({ value, parts })
      }),
    )
  })

  test('cannot be cut at intervals', () => {
    expect(() => summaryOf('service-level-by-entry', facts, { attribution: 'clip' })).toThrow(
      'service-level-by-entry@2 has no durations',
    )
  })
})
