import fc from 'fast-check'
import { CopyRows } from '../../src/store/results/copy-rows'
import { freshStore, type TestStore } from './stored'

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
afterAll(() => test_.drop())

interface Values {
  small: number
  middle: number
  large: number
  dayNumber: number
  at: number
  list: number[]
}

const whole = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1000, max: 1000 }))
const values: fc.Arbitrary<Values> = fc.record({
  small: fc.integer({ min: -32_768, max: 32_767 }),
  middle: fc.integer(),
  large: whole,
  dayNumber: fc.integer({ min: -25_000, max: 40_000 }),
  at: fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2200, 0, 1) }),
  list: fc.array(whole, { maxLength: 5 }),
})

async function throughTheDatabase(written: readonly Values[]) {
  const tx = await test_.store.pool.connect()
  try {
    await tx.query('BEGIN')
    await tx.query(`
      CREATE TEMP TABLE arrived (place int4, small int2, middle int4, large int8, day date, at timestamptz, list int8[])
          ON COMMIT DROP`)
    const copy = new CopyRows(tx, 'arrived', 'place, small, middle, large, day, at, list')
    for (const [place, each] of written.entries()) {
      copy.rows.row(7)
      copy.rows.int4(place)
      copy.rows.int2(each.small)
      copy.rows.int4(each.middle)
      copy.rows.int8(each.large)
      copy.rows.date(each.dayNumber)
      copy.rows.timestamptz(each.at)
      copy.rows.int8Array(each.list)
      await copy.rowWritten()
    }
    await copy.end()
    const { rows } = await tx.query<Values>(`
      SELECT small, middle, large, day - '1970-01-01' AS "dayNumber", at, list FROM arrived ORDER BY place`)
    return rows
  } finally {
    await tx.query('ROLLBACK')
    tx.release()
  }
}

test('values of every type arrive in the database as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(values, { maxLength: 20 }), async (written) => {
      expect(await throughTheDatabase(written)).toEqual(written)
    }),
    { numRuns: 30 },
  )
})

test('rows arrive whole when they fill many chunks', async () => {
  const written = Array.from({ length: 5000 }, (_, i) => {
    return { small: i % 100, middle: -i, large: i * 2 ** 40, dayNumber: i, at: i * 1e6, list: [i, -i] }
  })
  expect(await throughTheDatabase(written)).toEqual(
    written.map((each) => ({ ...each, middle: each.middle || 0, list: each.list.map((n) => n || 0) })),
  )
})
