import fc from 'fast-check'
import { bucketBounds, bucketOf, durationOf } from '../../src/kpis/log-buckets'
import { replay } from '../../src/kpis/replay'
import { startSumming } from '../../src/kpis/summarise'
import type { SummaryOptions } from '../../src/kpis/summary'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { readClippedCells } from '../../src/store/results/read-clipped-cells'
import { readDurations } from '../../src/store/results/read-durations'
import { readResultCells } from '../../src/store/results/read-result-cells'
import { parseInstant } from '../../src/time/instant'
import { archive, empty, freshStore, ready, recompute, type TestStore } from './stored'
import { factsOf, type Story } from './story'

const DAY = '2026-10-20'

let test: TestStore
let handle: DefinitionToCompute
beforeAll(async () => {
  test = await freshStore()
})
beforeEach(async () => {
  handle = await ready(test.store, 'average-handle-time@1')
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const always = { start: parseInstant('2026-10-01T00:00Z'), end: parseInstant('2026-12-01T00:00Z') }
const wanted = () => ({
  definitionKey: handle.definitionKey,
  partCount: 2,
  interval: always,
  withAgents: true,
})

const stories = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 1439 }),
    handledAfterMinutes: fc.double({ min: 0, max: 3000, noNaN: true }),
    handleMs: fc.oneof(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 100_000_000 })),
    agentId: fc.constantFrom('agent-1', 'agent-2'),
  }),
  { minLength: 1, maxLength: 12 },
)

function storiesOf(
  told: readonly { minute: number; handledAfterMinutes: number; handleMs: number; agentId: string }[],
): Story[] {
  return told.map(({ minute, handledAfterMinutes, ...leg }, index) => ({
    conversationId: `c-${index}`,
    startedAt: new Date(Date.parse(DAY) + minute * 60_000).toISOString(),
    legs: [{ ...leg, handledAfterMinutes: Math.round(handledAfterMinutes * 1000) / 1000 }],
  }))
}

/** The same observations, summed without the store. */
function replayedSummary(told: readonly Story[], options: SummaryOptions) {
  const summing = startSumming(handle.definition, options)
  for (const story of told) {
    for (const observation of replay(handle.definition, handle.context, factsOf(story)))
      summing.add(observation)
  }
  return summing.summary()
}

it('rows cut at quarter hours by the database are those that are cut before they are stored, and add up to what was posted', async () => {
  await fc.assert(
    fc
      .asyncProperty(stories, async (drawn) => {
        const told = storiesOf(drawn)
        await archive(test.store, told)
        await recompute(test.store, DAY, [handle])
        const by = ['agent', 'interval'] as const
        const clipped = startSumming(handle.definition, { by, intervalMinutes: 15, attribution: 'clip' })
        for (const cell of await readClippedCells(test.store.pool, wanted(), [0])) clipped.addSum(cell)
        expect(clipped.summary()).toEqual(
          replayedSummary(told, { by, intervalMinutes: 15, attribution: 'clip' }),
        )
        const posted = startSumming(handle.definition)
        for (const cell of await readResultCells(test.store.pool, wanted())) posted.addSum(cell)
        expect(posted.summary()).toMatchObject({ parts: clipped.summary().parts })
      })
      .afterEach(() =>
        empty(test.store).then(async () => {
          handle = await ready(test.store, 'average-handle-time@1')
        }),
      ),
    { numRuns: 15 },
  )
})

it('an interval holds the pieces that lie within it, of whatever began before or ended after', async () => {
  const hours = (from: string, to: string) => ({
    start: parseInstant(`${DAY}T${from}Z`),
    end: parseInstant(`${DAY}T${to}Z`),
  })
  await archive(test.store, [
    {
      conversationId: 'long',
      startedAt: `${DAY}T09:00:00Z`,
      legs: [{ agentId: 'agent-1', handledAfterMinutes: 100, handleMs: 100 * 60_000 }],
    },
  ])
  await recompute(test.store, DAY, [handle])
  const minutesIn = async (from: string, to: string) => {
    const cells = await readClippedCells(test.store.pool, { ...wanted(), interval: hours(from, to) }, [0])
    return cells.map(({ parts, observations }) => [(parts[0] as number) / 60_000, observations])
  }
  expect(await minutesIn('08:00', '09:00')).toEqual([])
  expect(await minutesIn('09:30', '10:00')).toEqual([
    [15, 0],
    [15, 0],
  ])
  expect(await minutesIn('10:30', '11:00')).toEqual([[10, 1]])
  expect(await minutesIn('10:45', '11:00')).toEqual([])
})

it('durations are counted in the buckets that percentiles are reckoned from', async () => {
  const { rows } = await test.store.pool.query(
    'SELECT bucket, lower_ms AS lower, duration_ms AS duration FROM duration_bucket ORDER BY bucket',
  )
  expect(rows).toEqual(
    bucketBounds.map((lower, bucket) => ({ bucket, lower, duration: expect.closeTo(durationOf(bucket), 3) })),
  )
  const durations = [0, 1, 999, 60_000, 60_001, 5_000_000, 4_000_000_000]
  await archive(
    test.store,
    storiesOf(
      durations.map((handleMs) => ({ minute: 10, handledAfterMinutes: 5, handleMs, agentId: 'agent-1' })),
    ),
  )
  await recompute(test.store, DAY, [handle])
  const cells = await readDurations(test.store.pool, {
    definitionKey: handle.definitionKey,
    interval: always,
  })
  const found = cells.flatMap(({ buckets, counts }) =>
    buckets.flatMap((bucket, i) => new Array(counts[i]).fill(bucket)),
  )
  expect(found.sort((a, b) => a - b)).toEqual(durations.map(bucketOf))
  const published = await test.store.pool.query(
    `SELECT bucket, sum(observations)::int AS n FROM published_distribution WHERE metric_type = 'average-handle-time' GROUP BY 1 ORDER BY 1`,
  )
  expect(published.rows.flatMap(({ bucket, n }) => new Array(n).fill(bucket))).toEqual(
    durations.map(bucketOf),
  )
})
