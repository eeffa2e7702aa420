import fc from 'fast-check'
import type { Store } from '../../src/store/open-store'
import { resultChecksum } from '../../src/store/results/result-checksum'
import { archive, empty, freshStore, ready, recompute, type TestStore } from './stored'
import { day, type LegStory, type Story } from './story'

const DAY = '2026-10-20'
let test_: TestStore

beforeAll(async () => {
  test_ = await freshStore()
})
afterAll(() => test_.drop())

/** A conversation as it was seen on one morning. */
interface Snapshot {
  story: Story
  observedAt: string
}

/** What is done one after the other: a page is archived, or the day is recomputed. */
type Step = { page: Snapshot[] } | 'recompute'

const leg: fc.Arbitrary<LegStory> = fc.record({
  agentId: fc.constantFrom('agent-0', 'agent-1', 'agent-2'),
  handledAfterMinutes: fc.integer({ min: 1, max: 3000 }),
  handleMs: fc.integer({ min: 1, max: 5_000_000 }),
})

/** Up to three snapshots of each of five conversations: legs come, change and go. */
const snapshots: fc.Arbitrary<Snapshot[]> = fc
  .array(fc.array(fc.array(leg, { maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
    minLength: 5,
    maxLength: 5,
  })
  .map((conversations) => {
    const stories = day(DAY, conversations.length)
    return conversations.flatMap((mornings, i) =>
      mornings.map((legs, morning) => {
        return {
          story: { ...(stories[i] as Story), legs },
          observedAt: `2026-10-2${morning + 1}T03:00:00.000Z`,
        }
      }),
    )
  })

/** Any permutation, cut into pages anywhere, some snapshots told twice, with recomputes in between. */
const anyWay = (all: readonly Snapshot[]): fc.Arbitrary<Step[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.shuffledSubarray([...all], { maxLength: 4 }),
      fc.infiniteStream(fc.constantFrom('same page', 'new page', 'recompute')),
    )
    .map(([once, again, breaks]) => {
      const steps: Step[] = []
      let page: Snapshot[] = []
      for (const snapshot of [...once, ...again]) {
        page.push(snapshot)
        const next = breaks.next().value
        if (next === 'same page') continue
        steps.push({ page })
        page = []
        if (next === 'recompute') steps.push('recompute')
      }
      return [...steps, { page }]
    })

/** A page is of one export, and an export was observed at one moment. */
async function take(store: Store, page: readonly Snapshot[]): Promise<void> {
  for (const observedAt of new Set(page.map((each) => each.observedAt))) {
    const stories = page.filter((each) => each.observedAt === observedAt).map(({ story }) => story)
    await archive(store, stories, { observedAt })
  }
}

async function outcomeOf(steps: readonly Step[]) {
  const { store } = test_
  await empty(store)
  const definitions = [
    await ready(store, 'average-handle-time@1'),
    await ready(store, 'adjusted-average-handle-time@1'),
    await ready(store, 'offered@1'),
  ]
  for (const step of steps) {
    if (step === 'recompute') await recompute(store, DAY, definitions)
    else await take(store, step.page)
  }
  const done = await recompute(store, DAY, definitions)
  const { rows: rollups } = await store.pool.query(`
    SELECT metric_type, metric_version, interval_start, queue_id, zone, observations, without_zone, set_aside, parts
      FROM published_rollup ORDER BY 1, 2, 3, 4, 5`)
  return {
    hashes: done.map(({ outputHash }) => outputHash),
    counts: done.map(({ rows, withoutZone, setAside }) => [rows, withoutZone, setAside]),
    rows: await resultChecksum(store.pool),
    rollups,
  }
}

test('any permutation and any split of the same snapshots, told once or twice, gives the same rows and roll-ups', async () => {
  await fc.assert(
    fc.asyncProperty(
      snapshots.chain((all) => fc.tuple(fc.constant(all), anyWay(all))),
      async ([all, steps]) => {
        expect(await outcomeOf(steps)).toEqual(await outcomeOf([{ page: all }]))
      },
    ),
    { numRuns: 25 },
  )
})
