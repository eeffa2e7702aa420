/** What does not add up is counted all the same, and every row, day and report says by which rule. */
import { qualityNames } from '../../src/facts/quality'
import { archivePage } from '../../src/store/archive/archive-page'
import { readLedger } from '../../src/store/results/ledger'
import { qualityFlags } from '../../src/store/results/quality-flags'
import { readFlaws } from '../../src/store/results/read-flaws'
import { parseInstant } from '../../src/time/instant'
import { anExport, empty, freshStore, ready, recompute, type TestStore } from './stored'
import { conversation, day, type Story } from './story'

const DAY = '2026-10-20'
let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
afterEach(() => empty(test_.store))
afterAll(() => test_.drop())

/** Archives five conversations, the first of which has a leg and a visit of this quality. */
async function archiveWith(
  quality: { leg: number; visit: number },
  observedAt = '2026-11-10',
): Promise<void> {
  const [story, ...others] = day(DAY, 5)
  const odd = conversation({ ...(story as Story), note: JSON.stringify(quality) })
  const { agentLegs, queueVisits, ...rest } = odd.facts
  const facts = {
    ...rest,
    agentLegs: agentLegs.map((leg) => ({ ...leg, quality: quality.leg })),
    queueVisits: queueVisits.map((visit) => ({ ...visit, quality: quality.visit })),
  }
  const { exportKey } = await anExport(test_.store)
  await archivePage(test_.store, {
    exportKey,
    page: 1,
    cursorAfter: null,
    conversations: [{ ...odd, facts }, ...others.map(conversation)],
    quarantined: [],
    observedAt: parseInstant(`${observedAt}T00:00:00.000Z`),
  })
}

test('the table of rules for readers is the one of the code', async () => {
  const { rows } = await test_.store.pool.query('SELECT name, flag FROM quality_rule')
  expect(Object.fromEntries(rows.map(({ name, flag }) => [name, flag]))).toEqual(qualityFlags)
})

test('a leg that is not its sum is counted, and its row, its day and the reader say so', async () => {
  await archiveWith({ leg: 1 | 8, visit: 0 })
  const handle = await ready(test_.store, 'average-handle-time@1')
  const [done] = await recompute(test_.store, DAY, [handle])
  const names = ['handle-is-not-its-sum', 'measured-from-segments']
  expect(qualityNames(1 | 8)).toEqual(names)
  expect(done).toMatchObject({ observations: 5, flaws: Object.fromEntries(names.map((name) => [name, 1])) })
  const { rows } = await test_.store.pool.query(
    `SELECT quality FROM published_current WHERE cardinality(quality) > 0`,
  )
  expect(rows).toEqual([{ quality: names }])
  const [entry] = await readLedger(test_.store.pool, { first: DAY, last: DAY })
  expect(entry?.flaws).toEqual(done?.flaws)
  const interval = { start: parseInstant(`${DAY}T00:00:00Z`), end: parseInstant('2026-10-21T00:00:00Z') }
  const { definitionKey } = handle
  expect(await readFlaws(test_.store.pool, { definitionKey, interval })).toEqual(done?.flaws)
})

test('the highest rule fits its column', async () => {
  await archiveWith({ leg: 0, visit: 512 })
  const [done] = await recompute(test_.store, DAY, [await ready(test_.store, 'offered@1')])
  expect(done?.flaws).toEqual({ 'over-target-without-answer': 1 })
})

test('what no longer breaks a rule is no longer counted as if it did', async () => {
  await archiveWith({ leg: 1, visit: 0 })
  const handle = await ready(test_.store, 'average-handle-time@1')
  await recompute(test_.store, DAY, [handle])
  await archiveWith({ leg: 0, visit: 0 }, '2026-11-11')
  const [done] = await recompute(test_.store, DAY, [handle])
  expect(done).toMatchObject({ mode: 'changed', rowsWritten: 1, flaws: {} })
})
