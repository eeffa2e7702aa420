/**
 * One call is told three times: while Ann talks, when she has wrapped up, and after a nightly correction that shortens her after-call work
 * from 60 s to 45 s. Exports overlap, repeat each other and come late.
 */
import type { ConversationFacts } from '../../../src/facts/fact'
import { resultChecksum } from '../../../src/store/results/result-checksum'
import { factsOf } from '../../facts/told'
import { empty, freshStore, ready, type TestStore } from '../../store/stored'
import { answer, stay } from '../stage'
import { caughtUp, cellsOf, exported } from './keeping'

let kept: TestStore
beforeAll(async () => {
  kept = await freshStore()
})
afterEach(() => empty(kept.store))
afterAll(() => kept.drop())

const start = '2026-10-20T10:00:00.000Z'
const revision = (acw: number) =>
  factsOf(start, [
    stay('sales', 0, 20),
    answer(20, { agent: 'ann', queue: 'sales', from: 15, talk: 150, acw }),
  ])
const talking = factsOf(start, [
  stay('sales', 0, 20),
  {
    purpose: 'agent',
    agent: 'ann',
    queue: 'sales',
    segments: [['interact', 20, null]],
    measures: [['answered', 20_000, 20]],
  },
])
const told: Record<'talking' | 'done' | 'corrected', readonly [observedAt: string, ConversationFacts]> = {
  talking: ['2026-10-20T10:01:00.000Z', talking],
  done: ['2026-10-21T03:00:00.000Z', revision(60)],
  corrected: ['2026-10-23T03:00:00.000Z', revision(45)],
}
type Telling = keyof typeof told

/** Archives the tellings one by one and catches up after each. */
async function arriving(order: readonly Telling[]) {
  const { store } = kept
  await empty(store)
  const definitions = [await ready(store, 'answered'), await ready(store, 'average-handle-time')]
  const changed = []
  for (const telling of order) {
    const [observedAt, facts] = told[telling]
    const page = await exported(store, observedAt, [facts])
    changed.push(page.new + page.changed)
    await caughtUp(store, definitions)
  }
  const { rows } = await store.pool.query('SELECT count(*)::int AS snapshots FROM snapshot')
  return {
    cells: Object.fromEntries(await cellsOf(store)),
    rows: await resultChecksum(store.pool),
    snapshots: rows[0].snapshots,
    changed,
  }
}

const inTheEnd = {
  'answered 10-20 10:00 sales': { answered: 1 },
  'average-handle-time 10-20 10:00 sales': { handleMs: 195_000, handled: 1 },
}

test('in order, each telling replaces the last: nothing, then 210 s, then 195 s', async () => {
  const handle = async (order: readonly Telling[]) =>
    (await arriving(order)).cells['average-handle-time 10-20 10:00 sales']
  expect(await handle(['talking'])).toBeUndefined()
  expect(await handle(['talking', 'done'])).toEqual({ handleMs: 210_000, handled: 1 })
  expect(await handle(['talking', 'done', 'corrected'])).toEqual({ handleMs: 195_000, handled: 1 })
})

test.each<[string, Telling[]]>([
  ['in order', ['talking', 'done', 'corrected']],
  ['the correction before what it corrects', ['talking', 'corrected', 'done']],
  ['backwards', ['corrected', 'done', 'talking']],
  ['the beginning in the middle', ['done', 'talking', 'corrected']],
  ['the middle last', ['corrected', 'talking', 'done']],
  ['the beginning last', ['done', 'corrected', 'talking']],
  ['each twice', ['talking', 'talking', 'done', 'done', 'corrected', 'corrected']],
  ['all again after all', ['talking', 'done', 'corrected', 'talking', 'done', 'corrected']],
])('%s: the latest observed stands, one call of 195 s', async (_, order) => {
  const { cells, snapshots, rows } = await arriving(order)
  expect(cells).toEqual(inTheEnd)
  expect(snapshots).toBe(3)
  expect(rows).toEqual((await arriving(['corrected'])).rows)
})

test('what was told before changes nothing: a duplicate is no new snapshot', async () => {
  expect((await arriving(['done', 'done', 'corrected', 'done', 'corrected'])).changed).toEqual([
    1, 0, 1, 0, 0,
  ])
})
