import { daysUnderOtherTables } from '../../src/store/results/days-under-other-tables'
import { markDay } from '../../src/store/results/ledger'
import { readDaysBehind } from '../../src/store/results/read-days-behind'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const DAY = '2026-10-20'

let test: TestStore

beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

async function behind(definitionKeys: number[]) {
  const rows = await readDaysBehind(test.store.pool, { first: DAY, last: '2026-10-31', definitionKeys })
  return rows.map(({ definitionKey, conversations, hasResults }) => [
    definitionKey,
    conversations,
    hasResults,
  ])
}

describe('a day is behind', () => {
  it('with all its conversations and no results before it was ever computed, for that definition alone', async () => {
    const offered = await ready(test.store, 'offered@1')
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 12))
    await recompute(test.store, DAY, [offered])
    expect(await behind([offered.definitionKey, handle.definitionKey])).toEqual([
      [handle.definitionKey, 12, false],
    ])
  })

  it('with the conversations that changed or came since it was computed, and its old results', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    const stories = day(DAY, 40)
    await archive(test.store, stories, { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [handle])
    const late = stories.slice(0, 2).map((story) => ({ ...story, legs: [] }))
    await archive(test.store, [...late, ...day(DAY, 3, 50)], { observedAt: '2026-10-22T00:00:00.000Z' })
    expect(await behind([handle.definitionKey])).toEqual([[handle.definitionKey, 5, true]])
    await recompute(test.store, DAY, [handle])
    expect(await behind([handle.definitionKey])).toEqual([])
  })

  it('with all its conversations while it is in quarantine, for that definition alone', async () => {
    const offered = await ready(test.store, 'offered@1')
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 12))
    await recompute(test.store, DAY, [offered, handle])
    await markDay(test.store.pool, {
      definitions: [offered],
      day: DAY,
      factsRevisions: { conversation: 2 },
      detail: 'broken',
      runKey: 2,
      at: now,
    })
    expect(await behind([offered.definitionKey, handle.definitionKey])).toEqual([
      [offered.definitionKey, 12, true],
    ])
  })
})

describe('a day is under other reference tables', () => {
  it('when it was computed with others than there are now, until it is computed anew', async () => {
    const under = (definitions: { definitionKey: number; referenceFingerprint: string }[]) =>
      daysUnderOtherTables(test.store.pool, { first: DAY, last: '2026-10-31', definitions })
    const before = await ready(test.store, 'average-handle-time@1', { referenceFingerprint: 'zones first' })
    await archive(test.store, [...day(DAY, 3), ...day('2026-10-21', 3)])
    await recompute(test.store, DAY, [before])
    await recompute(test.store, '2026-10-21', [before])
    const after = { ...before, referenceFingerprint: 'zones loaded' }
    expect(await under([before])).toBe(0)
    expect(await under([after])).toBe(2)
    await recompute(test.store, DAY, [after])
    expect(await under([after])).toBe(1)
  })
})
