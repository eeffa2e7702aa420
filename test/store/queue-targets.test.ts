/** Service level by the targets of queues, as the store holds them. */
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import type { QueueTargetRow } from '../../src/kpis/reference-tables'
import { loadReferenceTables } from '../../src/store/reference/load-reference-tables'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { daysUnderOtherTables } from '../../src/store/results/days-under-other-tables'
import { readDayStates } from '../../src/store/results/read-day-states'
import { readMissingLookUps } from '../../src/store/results/read-missing-look-ups'
import { readResultCells } from '../../src/store/results/read-result-cells'
import { parseInterval } from '../../src/time/interval'
import { rollupsThatAreNotTheSumOfTheirRows } from './rollups-beside-rows'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const [FIRST, SECOND] = ['2026-10-20', '2026-10-21']
const interval = parseInterval('2026-10-20T00:00Z/2026-10-22T00:00Z')

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const target = (queueId: string, seconds: number, of: Partial<QueueTargetRow> = {}): QueueTargetRow => ({
  ...{ queueId, mediaType: null, targetMs: seconds * 1000, validFrom: null, validTo: null },
  ...of,
})

/** Loads a file of targets, and has a definition ready that computes by what the store then holds. */
async function told(queueTargets: QueueTargetRow[], kpi = 'service-level@3') {
  await replaceFileRows(test.store, { queueTargets }, now)
  const tables = await loadReferenceTables(test.store.pool)
  const parameters = kpi === 'service-level@3' ? { targets: 'queue' } : {}
  const definition = await ready(test.store, kpi, { tables, parameters })
  return { ...definition, referenceFingerprint: referenceFingerprint(tables, definition.definition.reads) }
}

const under = (definitions: { definitionKey: number; referenceFingerprint: string }[]) =>
  daysUnderOtherTables(test.store.pool, { first: FIRST, last: SECOND, definitions })

/** Everybody is answered after 10 s, every other one in support. */
async function twoDays() {
  await archive(test.store, [...day(FIRST, 30), ...day(SECOND, 30)])
}

it('a target that changes on a day rewrites the answers to those who came from then on, and no others', async () => {
  await twoDays()
  const always = await told([target('queue-sales', 20), target('queue-support', 20)])
  const offered = await told([target('queue-sales', 20), target('queue-support', 20)], 'offered@1')
  for (const date of [FIRST, SECOND]) {
    expect(await recompute(test.store, date, [always, offered])).toMatchObject([
      { observations: 30, setAside: 0, lacking: {} },
      { observations: 30 },
    ])
  }
  const from = `${SECOND}T06:30:00.000Z`
  const rows = [
    target('queue-sales', 20),
    target('queue-support', 20, { validTo: from }),
    target('queue-support', 5, { validFrom: from }),
  ]
  const changed = await told(rows)
  expect([await under([changed]), await under([await told(rows, 'offered@1')])]).toEqual([2, 0])
  expect(await recompute(test.store, FIRST, [changed])).toMatchObject([
    { mode: 'full', rowsWritten: 0, rowsUnchanged: 30 },
  ])
  // They come every four minutes: at 06:30, …, 06:58.
  expect(await recompute(test.store, SECOND, [changed])).toMatchObject([
    { mode: 'full', rowsWritten: 8, rowsUnchanged: 22 },
  ])
  expect(await under([changed])).toBe(0)
  const { definitionKey } = changed
  const cells = await readResultCells(test.store.pool, {
    definitionKey,
    partCount: changed.definition.parts.length,
    interval,
    withAgents: false,
  })
  const late = cells.filter(({ parts: [inTime], observations }) => inTime !== observations)
  expect(new Set(late.map(({ queueId }) => queueId))).toEqual(new Set(['queue-support']))
  expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
})

it('a queue without a target is named, its answers set aside until one is loaded', async () => {
  await twoDays()
  const some = await told([target('queue-sales', 20)])
  for (const date of [FIRST, SECOND]) {
    expect(await recompute(test.store, date, [some])).toMatchObject([
      { rows: 30, observations: 15, setAside: 15, lacking: { target: 15 } },
    ])
  }
  const { definitionKey } = some
  const states = await readDayStates(test.store.pool, {
    first: FIRST,
    last: SECOND,
    definitionKeys: [definitionKey],
  })
  expect(states).toMatchObject([{ lacking: { target: 15 } }, { lacking: { target: 15 } }])
  const missing = () => readMissingLookUps(test.store.pool, { definitionKey, zoneAnchor: 'queue', interval })
  expect(await missing()).toContainEqual({
    lookUp: 'target',
    observations: 30,
    setAside: 30,
    of: 'queue',
    ids: ['queue-support'],
    more: 0,
  })
  const all = await told([target('queue-sales', 20), target('queue-support', 5)])
  for (const date of [FIRST, SECOND]) {
    expect(await recompute(test.store, date, [all])).toMatchObject([
      { rowsWritten: 15, rowsUnchanged: 15, setAside: 0, lacking: {} },
    ])
  }
  expect((await missing()).map(({ lookUp }) => lookUp)).toEqual(['zone'])
  expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
})
