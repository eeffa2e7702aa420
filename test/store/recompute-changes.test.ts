import fc from 'fast-check'
import { openStore } from '../../src/store/open-store'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { readDayStates } from '../../src/store/results/read-day-states'
import { resultChecksum } from '../../src/store/results/result-checksum'
import { rollupsThatAreNotTheSumOfTheirRows } from './rollups-beside-rows'
import { rowVersions } from './row-versions'
import { archive, empty, freshStore, ready, recompute, type TestStore, zones } from './stored'
import { day, type Story } from './story'

const DAY = '2026-10-20'
const RESULTS = ['result', 'rollup']

let test: TestStore
let offered: DefinitionToCompute
let handle: DefinitionToCompute

beforeAll(async () => {
  test = await freshStore()
})
beforeEach(async () => {
  offered = await ready(test.store, 'offered@1')
  handle = await ready(test.store, 'average-handle-time@1')
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

describe('recomputing after a change', () => {
  it('reads only the conversations whose facts changed, and writes only what came out different', async () => {
    const stories = day(DAY, 200)
    await archive(test.store, stories, { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [offered, handle], { runKey: 1 })
    const late = stories.slice(0, 10).map((story) => ({
      ...story,
      legs: story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + 5000 })),
    }))
    await archive(test.store, late, { observedAt: '2026-10-22T00:00:00.000Z' })
    expect(await recompute(test.store, DAY, [offered, handle], { runKey: 2 })).toMatchObject([
      {
        mode: 'changed',
        subjectsRead: 10,
        rowsWritten: 0,
        rowsDeleted: 0,
        rowsUnchanged: 10,
        rows: 200,
      },
      {
        mode: 'changed',
        subjectsRead: 10,
        rowsWritten: 10,
        rowsDeleted: 0,
        rowsUnchanged: 0,
        rows: 200,
      },
    ])
    const { rows } = await test.store.pool.query('SELECT run_key, count(*) FROM result GROUP BY 1 ORDER BY 1')
    expect(rows).toEqual([
      { run_key: 1, count: 390 },
      { run_key: 2, count: 10 },
    ])
    expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
  })

  it('removes observations that no longer arise', async () => {
    const stories = day(DAY, 5)
    await archive(test.store, stories, { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [handle])
    await archive(test.store, [{ ...(stories[0] as Story), legs: [] }], {
      observedAt: '2026-10-22T00:00:00.000Z',
    })
    expect(await recompute(test.store, DAY, [handle])).toMatchObject([
      { rowsDeleted: 1, rowsWritten: 0, rows: 4 },
    ])
    expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
  })

  it('touches no row when everything is replayed and comes out the same', async () => {
    await archive(test.store, day(DAY, 100))
    const [first] = await recompute(test.store, DAY, [handle])
    const before = await rowVersions(test.store.pool, RESULTS)
    const [second] = await recompute(test.store, DAY, [handle], { force: true })
    expect(second).toMatchObject({ mode: 'full', subjectsRead: 100, rowsWritten: 0, rowsUnchanged: 100 })
    expect(second?.outputHash).toBe(first?.outputHash)
    expect(await rowVersions(test.store.pool, RESULTS)).toEqual(before)
  })

  it('mends roll-ups that something damaged when it is forced, and touches no others', async () => {
    await archive(test.store, day(DAY, 100))
    await recompute(test.store, DAY, [offered, handle])
    const sums = 'SELECT * FROM rollup ORDER BY definition_key, interval_start, queue_key, zone_key'
    const { rows: before } = await test.store.pool.query(sums)
    const { rows: newest } = await test.store.pool.query('SELECT max(xmin::text::bigint) AS xmin FROM rollup')
    await test.store.pool.query(`
      DELETE FROM rollup WHERE ctid IN (SELECT ctid FROM rollup WHERE definition_key = ${handle.definitionKey} LIMIT 2);
      UPDATE rollup SET observations = observations + 1, parts = ARRAY[7, 7]
       WHERE ctid IN (SELECT ctid FROM rollup WHERE definition_key = ${handle.definitionKey} LIMIT 3)`)
    await recompute(test.store, DAY, [offered, handle], { force: true })
    expect((await test.store.pool.query(sums)).rows).toEqual(before)
    const { rows } = await test.store.pool.query(
      'SELECT count(*) FROM rollup WHERE xmin::text::bigint > $1',
      [newest[0].xmin],
    )
    expect(rows).toEqual([{ count: 5 }])
  })

  it('replays the day in full when the reference tables changed, and writes the rows that moved to a zone', async () => {
    await archive(test.store, day(DAY, 30))
    expect(await recompute(test.store, DAY, [handle])).toMatchObject([{ withoutZone: 10 }])
    const tables = {
      ...zones,
      agentZones: [
        ...zones.agentZones,
        { agentId: 'agent-2', zone: 'Europe/London', site: null, validFrom: null, validTo: null },
      ],
    }
    const told = await ready(test.store, 'average-handle-time@1', {
      tables,
      referenceFingerprint: 'zones second',
    })
    expect(await recompute(test.store, DAY, [told])).toMatchObject([
      { mode: 'full', rowsWritten: 10, rowsUnchanged: 20, withoutZone: 0 },
    ])
    expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
  })

  it('sets aside, counts and does not publish what an adjusted leg lacks a zone for', async () => {
    const adjusted = await ready(test.store, 'adjusted-average-handle-time@1')
    await archive(test.store, day(DAY, 30))
    expect(await recompute(test.store, DAY, [adjusted])).toMatchObject([
      { rows: 30, observations: 20, setAside: 10, withoutZone: 10 },
    ])
    const { rows } = await test.store.pool.query(
      `SELECT (SELECT count(*) FROM computed_metrics) AS published, sum(set_aside) AS set_aside FROM published_rollup`,
    )
    expect(rows).toEqual([{ published: 20, set_aside: 10 }])
    expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
  })

  it('computes a day without conversations as an empty one', async () => {
    expect(await recompute(test.store, '2026-10-19', [handle])).toMatchObject([{ mode: 'fresh', rows: 0 }])
    expect(await recompute(test.store, '2026-10-19', [handle])).toMatchObject([
      { mode: 'unchanged', rows: 0 },
    ])
  })

  it('arrives at the same hash and checksum by any way, in any database', async () => {
    const stories = day(DAY, 60)
    await archive(test.store, stories.slice(0, 40), { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [offered, handle])
    await archive(test.store, stories.slice(30), { observedAt: '2026-10-22T00:00:00.000Z' })
    const stepwise = await recompute(test.store, DAY, [offered, handle])
    const other = await freshStore()
    try {
      await archive(other.store, day('2026-10-25', 7))
      const [b, a] = [
        await ready(other.store, 'average-handle-time@1'),
        await ready(other.store, 'offered@1'),
      ]
      await archive(other.store, [...stories].reverse())
      const atOnce = await recompute(other.store, DAY, [a, b])
      expect(atOnce.map((each) => each.outputHash)).toEqual(stepwise.map((each) => each.outputHash))
      expect(stepwise.map((each) => each.mode)).toEqual(['changed', 'changed'])
      expect(await resultChecksum(other.store.pool)).toEqual(await resultChecksum(test.store.pool))
    } finally {
      await other.drop()
    }
  })

  it('takes off rows whose names another worker learnt and this one never met', async () => {
    const [before, after] = ['agent-of-another-worker', 'agent-1'].map((agentId) => ({
      conversationId: 'handed on',
      startedAt: `${DAY}T08:00:00.000Z`,
      legs: [{ agentId, handledAfterMinutes: 5, handleMs: 60_000 }],
    })) as [Story, Story]
    const late = { observedAt: '2026-10-22T00:00:00.000Z' }
    await archive(test.store, [before], { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [handle])
    const other = await openStore(test.url)
    try {
      other.dictionaries.agents.highestRefreshed = 30_000
      await archive(other, [after], late)
      const [changed] = await recompute(other, DAY, [handle])
      const [again] = await recompute(other, DAY, [handle], { force: true })
      expect(changed).toMatchObject({ mode: 'changed', rowsWritten: 1, rowsDeleted: 0, rows: 1 })
      expect(again).toMatchObject({ rowsWritten: 0, outputHash: changed?.outputHash })
    } finally {
      await other.close()
    }
  })

  it('changes the checksum when a roll-up alone, or a row that was set aside, says something else', async () => {
    const adjusted = await ready(test.store, 'adjusted-average-handle-time@1')
    await archive(test.store, day(DAY, 30))
    await recompute(test.store, DAY, [adjusted])
    const seen = new Set([(await resultChecksum(test.store.pool)).checksum])
    for (const damage of [
      'UPDATE rollup SET parts = parts || 7::bigint WHERE ctid = (SELECT min(ctid) FROM rollup)',
      'DELETE FROM rollup WHERE ctid = (SELECT min(ctid) FROM rollup)',
      'DELETE FROM result WHERE flags & 1 = 1 AND ordinal = 0',
    ]) {
      await test.store.pool.query(damage)
      seen.add((await resultChecksum(test.store.pool)).checksum)
    }
    expect(seen.size).toBe(4)
  })

  it('shows which days are missing, stale or done', async () => {
    await archive(test.store, [...day(DAY, 3), ...day('2026-10-21', 3)])
    await recompute(test.store, DAY, [handle])
    const range = { first: DAY, last: '2026-10-31', definitionKeys: [handle.definitionKey] }
    const states = async () => (await readDayStates(test.store.pool, range)).map((each) => each.state)
    expect(await states()).toEqual(['computed', 'missing'])
    await archive(test.store, day(DAY, 2, 50))
    expect(await states()).toEqual(['stale', 'missing'])
    const changedMeaning = await readDayStates(test.store.pool, {
      ...range,
      last: DAY,
      fingerprints: ['another'],
    })
    expect(changedMeaning).toMatchObject([{ state: 'stale', conversations: 5 }])
  })
})

describe('any sequence of changes, of definitions that are brought up to it now or later,', () => {
  it('ends in the rows, sums and hash that the whole day computed at once has', async () => {
    const leg = fc.record({
      agentId: fc.constantFrom('agent-0', 'agent-1', 'agent-2'),
      handledAfterMinutes: fc.integer({ min: 0, max: 3000 }),
      handleMs: fc.integer({ min: 0, max: 3_000_000_000 }),
    })
    const story: fc.Arbitrary<Story> = fc.record({
      conversationId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      startedAt: fc.constantFrom(`${DAY}T08:00:00.000Z`, `${DAY}T08:14:59.999Z`, `${DAY}T23:59:59.999Z`),
      queueId: fc.constantFrom('queue-sales', 'queue-support'),
      legs: fc.array(leg, { maxLength: 3 }),
    })
    const adjusted = await ready(test.store, 'adjusted-average-handle-time@1')
    const all = [offered, handle, adjusted]
    let clock = Date.parse('2026-10-21T00:00:00.000Z')
    await fc.assert(
      fc.asyncProperty(
        fc.array(story, { minLength: 1, maxLength: 5 }),
        fc.subarray(all),
        async (stories, some) => {
          clock += 60_000
          await archive(test.store, stories, { observedAt: new Date(clock).toISOString() })
          await recompute(test.store, DAY, some)
          const done = await recompute(test.store, DAY, all)
          expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
          const { rows } = await test.store.pool.query('SELECT count(*) AS n FROM result')
          expect(rows).toEqual([{ n: done.reduce((sum, each) => sum + each.rows, 0) }])
          const whole = await recompute(test.store, DAY, all, { force: true })
          expect(whole).toMatchObject(
            done.map(({ outputHash }) => ({ rowsWritten: 0, rowsDeleted: 0, outputHash })),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it('and so where two definitions stand on facts of different revisions', async () => {
    const stories = day(DAY, 20)
    const longer = (by: number) => (story: Story) => ({
      ...story,
      legs: story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + by })),
    })
    const talk = await ready(test.store, 'handle-time-per-conversation@1')
    await archive(test.store, stories, { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [handle, talk])
    await archive(test.store, stories.slice(0, 8).map(longer(1000)), {
      observedAt: '2026-10-22T00:00:00.000Z',
    })
    await recompute(test.store, DAY, [handle])
    await archive(test.store, stories.slice(6, 10).map(longer(2000)), {
      observedAt: '2026-10-23T00:00:00.000Z',
    })
    const done = await recompute(test.store, DAY, [handle, talk])
    expect(done).toMatchObject([
      { mode: 'changed', subjectsRead: 4, rowsWritten: 4 },
      { mode: 'changed', subjectsRead: 10, rowsWritten: 10 },
    ])
    expect(await recompute(test.store, DAY, [handle, talk], { force: true })).toMatchObject(
      done.map(({ outputHash }) => ({ rowsWritten: 0, rowsDeleted: 0, outputHash })),
    )
  })
})
