/**
 * What users of other systems complain about in the versions of their metrics, as facts about ours; each title ends with where the
 * complaint stands.
 */
import { compareStored, type StoredPair } from '../../src/cli/diff/compare-stored'
import { findSides } from '../../src/cli/diff/side'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { inSnapshot } from '../../src/store/in-snapshot'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { dayMs } from '../../src/time/civil-date'
import { formatInstant } from '../../src/time/instant'
import { utcDayInterval } from '../../src/time/local-date'
import { archive, freshStore, now, ready, recompute, type TestStore } from '../store/stored'
import { day } from '../store/story'

const DAY = '2026-10-20'
const KPI = 'adjusted-average-handle-time'

let test: TestStore
let v1: DefinitionToCompute
let v2: DefinitionToCompute

/** Twelve conversations; version 1 observes eight legs, version 2 four of them. */
beforeEach(async () => {
  test = await freshStore()
  v1 = await ready(test.store, `${KPI}@1`)
  v2 = await ready(test.store, `${KPI}@2`)
  await archive(test.store, day(DAY, 12), { observedAt: '2026-10-21T00:00:00.000Z' })
  await recompute(test.store, DAY, [v1])
})
afterEach(() => test.drop())

async function shown(source = 'published_current'): Promise<unknown> {
  const { rows } = await test.store.pool.query(
    `SELECT metric_version AS version, count(*)::int AS rows, sum((metadata->'parts'->>'handleMs')::bigint)::int AS ms
       FROM ${source} GROUP BY 1`,
  )
  return rows
}

describe('A version', () => {
  it('that is computed anew, or beside the published one, takes nothing from what readers see (TobikoData/sqlmesh#5285)', async () => {
    const before = await shown()
    await recompute(test.store, DAY, [v2])
    await recompute(test.store, DAY, [v1, v2], { force: true })
    expect(await shown()).toEqual(before)
  })

  it('tells what it was believed to be on a day, after its numbers and after itself were replaced (dbt-labs/dbt-core#4712)', async () => {
    const believed = await shown()
    const longer = day(DAY, 12).map((story) => ({
      ...story,
      legs: story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + 9000 })),
    }))
    await archive(test.store, longer, { observedAt: '2026-11-20T00:00:00.000Z' })
    await recompute(test.store, DAY, [v1, v2], { runKey: 2, at: now + dayMs })
    const corrected = await shown()
    await publishDefinition(test.store, {
      ...{ name: KPI, version: 2, by: 'ana', why: 'as agreed' },
      ...{ since: null, at: now + 3 * dayMs },
    })
    const asOf = (days: number) => shown(`published_as_of('${formatInstant(now + days * dayMs)}')`)
    expect([await asOf(0.5), await asOf(2)]).toEqual([believed, corrected])
    expect(await asOf(4)).toEqual(await shown())
    expect(new Set([believed, corrected, await shown()].map((each) => JSON.stringify(each))).size).toBe(3)
  })

  it('has an observation once: its key is kept by the database, so that no comparison counts one twice (TobikoData/sqlmesh#2810)', async () => {
    const again = `INSERT INTO result SELECT (r).* FROM (SELECT r FROM result r LIMIT 1) AS one`
    await expect(test.store.pool.query(again)).rejects.toMatchObject({ code: '23505' })
  })

  it('is compared by its rows only on days that came out otherwise: the others are not read (TobikoData/sqlmesh#2668)', async () => {
    const { store } = test
    const [sameDays, other] = [['2026-10-21', '2026-10-22', '2026-10-23'], v2]
    for (const date of sameDays) {
      await archive(store, [{ conversationId: `hung up ${date}`, startedAt: `${date}T15:00:00.000Z` }])
      await recompute(store, date, [v1, other])
    }
    await recompute(store, DAY, [other])
    const interval = { start: utcDayInterval(DAY).start, end: utcDayInterval('2026-10-24').end }
    const wanted = { interval, by: [], zone: undefined, foremost: 3 }
    const sides = await findSides(store.pool, [`${KPI}@1`, `${KPI}@2`], { a: undefined, b: undefined })
    const lookedAt: number[] = []
    const [{ whole }] = (await inSnapshot(store, (tx) =>
      compareStored(tx, [{ sides, wanted }], (_, days) => void lookedAt.push(days)),
    )) as [Awaited<ReturnType<typeof compareStored>>[0]]
    expect(lookedAt).toEqual([1])
    expect(whole.subjects).toBe(4)
  })

  it('is compared beside those of other KPIs in one pass, with what each comparison says by itself (TobikoData/sqlmesh#4198)', async () => {
    const { store } = test
    const flows = [await ready(store, 'flow-out-rate@1'), await ready(store, 'flow-out-rate@2')]
    await recompute(store, DAY, [v2, ...flows])
    const interval = utcDayInterval(DAY)
    const wanted = { interval, by: ['queue' as const], zone: undefined, foremost: 3 }
    const known = { a: undefined, b: undefined }
    const pairs: StoredPair[] = []
    for (const name of [KPI, 'flow-out-rate'])
      pairs.push({ sides: await findSides(store.pool, [`${name}@1`, `${name}@2`], known), wanted })
    const compared = (some: typeof pairs) =>
      inSnapshot(store, (tx) => compareStored(tx, some, () => undefined))
    const together = await compared(pairs)
    expect(together.map(({ a, whole }) => [a.name, whole.subjects])).toEqual([
      [`${KPI}@1`, 4],
      ['flow-out-rate@1', 0],
    ])
    expect(together).toEqual([...(await compared(pairs.slice(0, 1))), ...(await compared(pairs.slice(1)))])
  })
})
