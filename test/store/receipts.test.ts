/** What is kept of that from which a partition was computed. */
import knex from 'knex'
import { migrations } from '../../migrations/index'
import { archive, empty, freshStore, ready, recompute, type TestStore } from './stored'
import { day, type Story } from './story'

const DAY = '2026-10-20'
const told = day(DAY, 20).map(
  (story, i): Story => (i % 3 === 0 ? { ...story, customer: `customer-${i % 2}` } : story),
)

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
beforeEach(() => empty(test_.store))
afterAll(() => test_.drop())

async function factsHashes(): Promise<Record<string, string>> {
  const { rows } = await test_.store.pool.query(
    'SELECT subject, day::text, facts_hash AS hash FROM subject_day ORDER BY 1, 2',
  )
  return Object.fromEntries(rows.map(({ subject, day: of, hash }) => [`${subject} ${of}`, hash]))
}

describe("the hash of a day's facts", () => {
  it('is the same when facts changed and changed back, and another between', async () => {
    await archive(test_.store, told, { observedAt: '2026-11-10T00:00:00.000Z' })
    const before = await factsHashes()
    const other = { ...(told[0] as Story), legs: [], customer: 'somebody else' }
    await archive(test_.store, [other], { observedAt: '2026-11-11T00:00:00.000Z' })
    const between = await factsHashes()
    for (const subject of ['conversation', 'contact']) {
      expect(between[`${subject} ${DAY}`]).toMatch(/^[0-9a-f]{32}$/)
      expect(between[`${subject} ${DAY}`]).not.toBe(before[`${subject} ${DAY}`])
    }
    await archive(test_.store, told.slice(0, 1), { observedAt: '2026-11-12T00:00:00.000Z' })
    expect(await factsHashes()).toEqual(before)
  })

  it('is added up by the migration as by the archive', async () => {
    await archive(test_.store, [...told, ...day('2026-10-21', 5)])
    await archive(test_.store, [{ ...(told[1] as Story), legs: [] }], {
      observedAt: '2026-11-11T00:00:00.000Z',
    })
    const before = await factsHashes()
    const receipts = migrations.find(({ name }) => name.endsWith('_receipts'))
    const db = knex({
      client: 'pg',
      connection: { connectionString: test_.url, options: '-c search_path=retally' },
    })
    try {
      await receipts?.down(db)
      await receipts?.up(db)
    } finally {
      await db.destroy()
    }
    expect(await factsHashes()).toEqual(before)
    expect(Object.keys(before)).toHaveLength(4)
  })
})

it('a receipt keeps the facts, the build and what the computation could see', async () => {
  await archive(test_.store, told)
  await recompute(test_.store, DAY, [await ready(test_.store, 'offered@1')], { codeVersion: '7.8.9' })
  await archive(test_.store, day(DAY, 1, 50))
  const { rows } = await test_.store.pool.query(`
    SELECT code_version, known_until, count(*) FILTER (WHERE pg_visible_in_snapshot(archived_in, seen))::int AS seen,
           count(*)::int AS snapshots
      FROM computation
     CROSS JOIN snapshot
     GROUP BY code_version, known_until`)
  expect(rows).toEqual([{ code_version: '7.8.9', known_until: null, seen: 20, snapshots: 21 }])
})
