import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { readPeriods } from '../../src/store/definitions/read-periods'
import { readPublications } from '../../src/store/definitions/read-publications'
import { rollBack } from '../../src/store/definitions/roll-back'
import { openStore } from '../../src/store/open-store'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { dayMs } from '../../src/time/civil-date'
import { formatInstant } from '../../src/time/instant'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

/**
 * Twelve conversations on each of two days. Version 1 observes the eight legs of agents whose zone is known; those of the agent in
 * New York lie in the night there, and version 2 leaves them out.
 */
const DAY = '2026-10-20'
const KPI = 'adjusted-average-handle-time'

let test: TestStore
let v1: DefinitionToCompute
let v2: DefinitionToCompute
beforeAll(async () => {
  test = await freshStore()
})
beforeEach(async () => {
  v1 = await ready(test.store, `${KPI}@1`)
  v2 = await ready(test.store, `${KPI}@2`)
  await archive(test.store, day(DAY, 12))
  await archive(test.store, day('2026-10-21', 12, 500))
  for (const each of [DAY, '2026-10-21']) await recompute(test.store, each, [v1, v2])
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

function promote(version: number, since: string | null = null, at = now + 1000) {
  return publishDefinition(test.store, { name: KPI, version, at, by: 'ana', why: 'as agreed', since })
}

function back(to?: number, at = now + 2000) {
  return rollBack(test.store, {
    name: KPI,
    ...(to === undefined ? {} : { to }),
    at,
    by: 'ben',
    why: 'not yet',
  })
}

async function shown(source: string): Promise<unknown[]> {
  const { rows } = await test.store.pool.query(`
    SELECT metric_version AS version, timestamp_utc::date AS day, count(*) FROM ${source} GROUP BY 1, 2 ORDER BY 1, 2`)
  return rows.map(({ version, day, count }) => `v${version} ${day} ${count}`)
}

async function states() {
  return (await readDefinitions(test.store.pool, KPI)).map(({ version, state, published }) => [
    version,
    state,
    published,
  ])
}

describe('the account of publications', () => {
  it('begins with the first version, and has each move with who, when, why and what stands', async () => {
    await promote(2)
    await back()
    expect(await readPublications(test.store.pool, { name: KPI })).toMatchObject([
      { action: 'first', from: null, to: 1, by: 'test', stands: [{ since: null, version: 1 }] },
      { action: 'promote', from: 1, to: 2, by: 'ana', why: 'as agreed', at: now + 1000 },
      {
        action: 'rollback',
        from: 2,
        to: 1,
        by: 'ben',
        why: 'not yet',
        stands: [{ since: null, version: 1 }],
      },
    ])
  })

  it('is never changed, and nothing of it goes', async () => {
    const { pool } = test.store
    await expect(pool.query(`UPDATE publication SET why = ''`)).rejects.toThrow('never changed')
    await expect(pool.query('DELETE FROM publication')).rejects.toThrow('never changed')
  })

  it('gets no entry from a promotion of what is in force', async () => {
    expect(await promote(1)).toBe(false)
    expect(await readPublications(test.store.pool, { name: KPI })).toHaveLength(1)
  })

  it('gets none where the promotion is refused under its lock, and everything stands as it did', async () => {
    const provided = async () => {
      throw new Error('not complete')
    }
    const which = { name: KPI, version: 2, at: now, by: 'ana', why: 'x', provided }
    await expect(publishDefinition(test.store, which)).rejects.toThrow('not complete')
    expect(await readPublications(test.store.pool, { name: KPI })).toHaveLength(1)
    expect(await states()).toEqual([
      [1, 'active', true],
      [2, 'candidate', false],
    ])
  })
})

describe('rollback', () => {
  it('goes back as far as moves were made, and says when nothing stood before', async () => {
    await promote(2, '2026-10-21')
    await promote(1)
    await back()
    expect((await readPeriods(test.store.pool)).get(KPI)).toEqual([
      { since: null, version: 1 },
      { since: '2026-10-21', version: 2 },
    ])
    await back()
    await expect(back()).rejects.toMatchObject({ code: 'publish.nothing-before' })
  })

  it('of what is yet to be in force names the versions of its date, since today moves nothing', async () => {
    await promote(2, '2999-01-01')
    expect(await back()).toMatchObject({ from: 2, to: 1, since: '2999-01-01' })
  })

  it('concerns the days that came since, besides those that were to be served', async () => {
    const [second, third] = ['2026-10-21', '2026-10-22']
    const range = { first: DAY, last: second }
    await publishDefinition(test.store, {
      name: KPI,
      version: 2,
      at: now,
      by: 'ana',
      why: 'as agreed',
      range,
    })
    await archive(test.store, day(third, 12, 900))
    await recompute(test.store, third, [v1, v2])
    expect(await back()).toMatchObject({ range: { first: DAY, last: third } })
  })

  it('goes to a version that was in force, and to no other', async () => {
    await expect(back(2)).rejects.toMatchObject({ code: 'publish.never-in-force' })
    await promote(2)
    await expect(back(2)).rejects.toMatchObject({ code: 'publish.already-in-force' })
    expect(await back(1)).toMatchObject({ from: 2, to: 1, since: null })
  })

  it('is refused where the rows are gone', async () => {
    await promote(2)
    await test.store.pool.query('DELETE FROM ledger WHERE definition_key = $1', [v1.definitionKey])
    await expect(back()).rejects.toMatchObject({ code: 'publish.rows-dropped' })
  })
})

describe('the views', () => {
  it('show one version for all dates until another is in force for all', async () => {
    expect(await shown('published_current')).toEqual(['v1 2026-10-20 8', 'v1 2026-10-21 8'])
    await promote(2)
    expect(await shown('published_current')).toEqual(['v2 2026-10-20 4', 'v2 2026-10-21 4'])
  })

  it('show by the date of observation what was in force for it, each row once', async () => {
    await promote(2, '2026-10-21')
    expect(await shown('published_effective')).toEqual(['v1 2026-10-20 8', 'v2 2026-10-21 4'])
    expect(await shown('published_current')).toEqual(['v2 2026-10-20 4', 'v2 2026-10-21 4'])
    expect(await states()).toEqual([
      [1, 'active', false],
      [2, 'active', true],
    ])
    expect(await sums('published_rollup', 'active')).toEqual(['v2 2026-10-20 4', 'v2 2026-10-21 4'])
  })

  it('multiply no row when a version is in force over two periods', async () => {
    await promote(2, '2026-10-21')
    await promote(1, '2026-10-22')
    await promote(2, '2026-10-23')
    expect(await shown('published_effective')).toEqual(['v1 2026-10-20 8', 'v2 2026-10-21 4'])
    expect(await shown('published_current')).toEqual(['v2 2026-10-20 4', 'v2 2026-10-21 4'])
    expect(await shown('published_by_version')).toHaveLength(4)
    expect(await sums('published_rollup', 'active')).toEqual(['v2 2026-10-20 4', 'v2 2026-10-21 4'])
  })

  it.each(['published_rollup', 'published_distribution'])(
    'give of sums those that are in force for their quarter hour, and of every version as before: %s',
    async (view) => {
      const everyVersion = await sums(view, 'true')
      expect(await sums(view, 'effective')).toEqual(await shown('published_effective'))
      await promote(2, '2026-10-21')
      expect(await sums(view, 'effective')).toEqual(['v1 2026-10-20 8', 'v2 2026-10-21 4'])
      await promote(1, '2026-10-22')
      await promote(2, '2026-10-23')
      expect(await sums(view, 'effective')).toEqual(['v1 2026-10-20 8', 'v2 2026-10-21 4'])
      expect(await sums(view, 'true')).toEqual(everyVersion)
      await promote(1)
      expect(await sums(view, 'effective')).toEqual(['v1 2026-10-20 8', 'v1 2026-10-21 8'])
    },
  )

  it('follow a version that is in force from a date to come only when that date has come', async () => {
    await promote(2, '2999-01-01')
    expect(await shown('published_current')).toEqual(['v1 2026-10-20 8', 'v1 2026-10-21 8'])
  })

  async function sums(view: string, where: string): Promise<unknown[]> {
    const { rows } = await test.store.pool.query(`
      SELECT metric_version AS version, interval_start::date AS day, sum(observations)::int AS count
        FROM ${view} WHERE metric_type = '${KPI}' AND ${where} GROUP BY 1, 2 HAVING sum(observations) > 0 ORDER BY 1, 2`)
    return rows.map(({ version, day, count }) => `v${version} ${day} ${count}`)
  }
})

describe('a reader who polls', () => {
  it('sees all of the old version or all of the new one, whoever moves the pointer and however often', async () => {
    const reader = await openStore(test.url, { max: 3 })
    let moving = true
    const seen = new Map<string, number>()
    const poll = async () => {
      while (moving) {
        const { rows } = await reader.pool.query(
          `SELECT string_agg(DISTINCT metric_version::text, '+') || ' ' || count(*) AS seen FROM published_current`,
        )
        seen.set(rows[0].seen, (seen.get(rows[0].seen) ?? 0) + 1)
      }
    }
    const polling = [poll(), poll(), poll()]
    for (let i = 0; i < 40; i++) {
      await promote(2, null, now + i * 10)
      await back(undefined, now + i * 10 + 5)
    }
    moving = false
    await Promise.all(polling)
    await reader.close()
    expect([...seen.keys()].sort()).toEqual(['1 16', '2 8'])
  })
})

describe('what the dashboard said at a moment', () => {
  const later = (days: number) => now + days * dayMs
  const asOf = (at: number) => shown(`published_as_of('${formatInstant(at)}')`)

  it('is of the version that was published then', async () => {
    await promote(2, null, later(1))
    await back(undefined, later(2))
    const one = ['v1 2026-10-20 8', 'v1 2026-10-21 8']
    expect(await asOf(later(0.5))).toEqual(one)
    expect(await asOf(later(1.5))).toEqual(['v2 2026-10-20 4', 'v2 2026-10-21 4'])
    expect(await asOf(later(3))).toEqual(one)
    expect(await asOf(now - 1)).toEqual([])
  })

  it('has the values that were replaced since, and the rows that went', async () => {
    const stories = day(DAY, 12)
    const changed = stories.slice(0, 4).map((story, i) => ({
      ...story,
      legs: i < 2 ? [] : story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + 7000 })),
    }))
    const whole = `SELECT * FROM published_current ORDER BY interaction_id, ordinal`
    const past = (at: number) =>
      `SELECT * FROM published_as_of('${formatInstant(at)}') ORDER BY interaction_id, ordinal`
    const read = async (sql: string) => (await test.store.pool.query(sql)).rows
    const first = await read(whole)
    await archive(test.store, changed, { observedAt: '2026-11-12T00:00:00.000Z' })
    await recompute(test.store, DAY, [v1, v2], { runKey: 2, at: later(1) })
    const second = await read(whole)
    await archive(test.store, stories.slice(0, 2), { observedAt: '2026-11-14T00:00:00.000Z' })
    await recompute(test.store, DAY, [v1, v2], { runKey: 3, at: later(2) })
    const third = await read(whole)
    expect([first.length, second.length, third.length]).toEqual([16, 14, 16])
    expect(await read(past(later(0.5)))).toEqual(first)
    expect(await read(past(later(1.5)))).toEqual(second)
    expect(await read(past(later(2.5)))).toEqual(third)
  })

  it('is exact where one run computed a day twice', async () => {
    const stories = day(DAY, 12)
    const changed = stories.slice(0, 3).map((story) => ({
      ...story,
      legs: story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + 7000 })),
    }))
    const sum = async (source: string) =>
      (
        await test.store.pool.query(
          `SELECT sum((metadata->'parts'->>'handleMs')::bigint) AS ms, count(*) FROM ${source}`,
        )
      ).rows
    const first = await sum('published_current')
    await archive(test.store, changed, { observedAt: '2026-11-12T00:00:00.000Z' })
    await recompute(test.store, DAY, [v1, v2], { runKey: 1, at: later(1) })
    const second = await sum('published_current')
    expect(second).not.toEqual(first)
    expect(await sum(`published_as_of('${formatInstant(later(0.5))}')`)).toEqual(first)
    expect(await sum(`published_as_of('${formatInstant(later(1.5))}')`)).toEqual(second)
  })

  it('keeps nothing of a version that nobody could read, and nothing where nothing changed', async () => {
    const { pool } = test.store
    const kept = async () => (await pool.query('SELECT DISTINCT definition_key FROM result_past')).rows
    await recompute(test.store, DAY, [v1, v2], { runKey: 2, at: later(1), force: true })
    expect(await kept()).toEqual([])
    await archive(test.store, [{ ...day(DAY, 1)[0], legs: [] } as never], {
      observedAt: '2026-11-12T00:00:00.000Z',
    })
    await recompute(test.store, DAY, [v1, v2], { runKey: 3, at: later(2) })
    expect(await kept()).toEqual([{ definition_key: v1.definitionKey }])
  })
})
