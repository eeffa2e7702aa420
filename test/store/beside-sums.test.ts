/** What no sum tells, from the store: by any grouping what the observations themselves say, and never what a roll-up would. */
import fc from 'fast-check'
import { definitionWithResults } from '../../src/cli/results/definition-with-results'
import { type ResultsWanted, readResults } from '../../src/cli/results/read-results'
import { findDefinition } from '../../src/kpis/catalogue'
import { replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import type { SummaryDimension } from '../../src/kpis/summary-dimensions'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { parseInstant } from '../../src/time/instant'
import { parseZone } from '../../src/time/zone-name'
import { archive, empty, freshStore, ready, recompute, type TestStore } from './stored'
import { factsOf, type Story } from './story'

const kpis = ['longest-wait', 'unique-conversations', 'wait-percentile', 'average-alert-time', 'offered']
const interval = { start: parseInstant('2026-10-19T00:00Z'), end: parseInstant('2026-10-23T00:00Z') }
const days = ['2026-10-20', '2026-10-21']

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const stories = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 2879 }),
      waitMs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 40_000_000 })),
      queueId: fc.constantFrom('sales', 'billing'),
      mediaType: fc.constantFrom('voice', 'chat'),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((told) =>
    told.map(
      ({ minute, ...rest }, index): Story => ({
        conversationId: `c-${index}`,
        startedAt: new Date(Date.parse('2026-10-20') + minute * 60_000).toISOString(),
        ...rest,
      }),
    ),
  )

async function store(told: readonly Story[]): Promise<Map<string, DefinitionToCompute>> {
  const computed = new Map<string, DefinitionToCompute>()
  for (const kpi of kpis) computed.set(kpi, await ready(test.store, kpi))
  await archive(test.store, told)
  for (const day of days) await recompute(test.store, day, [...computed.values()])
  return computed
}

const read = async (kpi: string, wanted: Partial<ResultsWanted> = {}) =>
  readResults(test.store.pool, await definitionWithResults(test.store.pool, kpi), {
    interval,
    by: undefined,
    zone: undefined,
    ...wanted,
  })

it('gives by any grouping what the observations say one by one', async () => {
  const dimensions = fc.subarray<SummaryDimension>(['queue', 'media', 'day', 'interval'])
  await fc.assert(
    fc.asyncProperty(stories, dimensions, async (told, by) => {
      await empty(test.store)
      const computed = await store(told)
      const zone = parseZone('Australia/Lord_Howe')
      for (const [kpi, { definition, context }] of computed) {
        const observations = told.flatMap((story) => replay(definition, context, factsOf(story)))
        const options = { ...(by.length === 0 ? {} : { by }), zone, finalBefore: null }
        expect(await read(kpi, { by: by.length === 0 ? undefined : by, zone })).toEqual(
          summarise(definition, observations, options),
        )
      }
    }),
    { numRuns: 15 },
  )
})

const twoDays: Story[] = [
  { conversationId: 'a', startedAt: '2026-10-20T10:00:00.000Z', waitMs: 60_007 },
  { conversationId: 'b', startedAt: '2026-10-20T10:01:00.000Z', waitMs: 918_737 },
  { conversationId: 'c', startedAt: '2026-10-21T10:00:00.000Z', waitMs: 1000, queueId: 'billing' },
]

it('a parameter changes the percentile without a row of another kind', async () => {
  await store(twoDays)
  const definition = findDefinition('wait-percentile')
  const which = await definitionWithResults(test.store.pool, 'wait-percentile')
  const under = async (percentile: number) =>
    readResults(
      test.store.pool,
      { definition, stored: { ...which.stored, parameters: { percentile } } },
      { interval, by: undefined, zone: undefined },
    )
  expect((await under(30)).value).toBeCloseTo(1, 1)
  expect(Math.abs(((await under(100)).value as number) / 918.737 - 1)).toBeLessThan(0.01)
})

describe('the views', () => {
  const view = async (sql: string) => (await test.store.pool.query(sql)).rows

  it('show a maximum and a number of different ones by row, to the last digit, for readers to take of any grouping', async () => {
    await store(twoDays)
    expect(
      await view(`
        SELECT max(metric_value) FILTER (WHERE metric_type = 'longest-wait') AS longest,
               (count(DISTINCT interaction_id) FILTER (WHERE metric_type = 'unique-conversations'))::int AS unique,
               min(metric_value) FILTER (WHERE metric_type = 'unique-conversations') AS one,
               array_agg(DISTINCT metadata ->> 'aggregation' ORDER BY metadata ->> 'aggregation') AS kinds
          FROM published_current
         WHERE metric_type IN ('longest-wait', 'unique-conversations')`),
    ).toEqual([{ longest: 918.737, unique: 3, one: 1, kinds: ['distinct', 'maximum'] }])
  })

  it('have no value for a cell of sums where sums tell none, and its parts all the same', async () => {
    await store(twoDays)
    const cells = await view(`
      SELECT metric_type AS kpi, aggregation, metric_value AS value, parts FROM published_rollup
       WHERE interval_start < '2026-10-20T10:15:00Z' ORDER BY metric_type`)
    expect(cells).toEqual([
      { kpi: 'longest-wait', aggregation: 'maximum', value: null, parts: { waitMs: 60_007, waits: 1 } },
      { kpi: 'offered', aggregation: 'count', value: 2, parts: { offered: 2 } },
      { kpi: 'unique-conversations', aggregation: 'distinct', value: null, parts: { entries: 2 } },
      { kpi: 'wait-percentile', aggregation: 'histogram', value: null, parts: { waitMs: 60_007, waits: 1 } },
    ])
  })

  it('hold the buckets of a percentile', async () => {
    await store(twoDays)
    expect(
      await view(`SELECT sum(observations)::int AS n, count(*)::int AS buckets FROM published_distribution
                   WHERE metric_type = 'wait-percentile'`),
    ).toEqual([{ n: 3, buckets: 3 }])
  })
})

it('a mean is registered as the quotient of its two parts', async () => {
  await ready(test.store, 'average-alert-time')
  const { rows } = await test.store.pool.query(
    `SELECT aggregation, numerator, denominator, scale FROM kpi_definition WHERE name = 'average-alert-time'`,
  )
  expect(rows).toEqual([{ aggregation: 'mean', numerator: 1, denominator: 2, scale: 0.001 }])
})
