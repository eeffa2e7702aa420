import { tryToRelease } from '../../src/cli/quarantine/release-entry'
import { countQuarantined } from '../../src/store/archive/count-quarantined'
import { decideQuarantine } from '../../src/store/archive/decide-quarantine'
import { quarantineDay, releaseDay } from '../../src/store/archive/quarantine-day'
import type { InputToQuarantine } from '../../src/store/archive/quarantine-input'
import { readArchivedDays, readQuarantine } from '../../src/store/archive/read-archive'
import { readQuarantineEntry } from '../../src/store/archive/read-quarantine-entry'
import { readQuarantinedInput } from '../../src/store/archive/read-quarantined-input'
import {
  readStandingPartitions,
  readTouchedPartitions,
} from '../../src/store/archive/read-touched-partitions'
import { dirtyDays } from '../../src/store/days/dirty-days'
import { readDiscardedExports, readFailedExports } from '../../src/store/plans/read-failed-exports'
import { readPartitionRuns } from '../../src/store/plans/read-partition-runs'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { markDay, readLedger } from '../../src/store/results/ledger'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'
import { readVersionsBehind } from './versions-behind'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const date = '2026-10-20'
const range = { first: date, last: date }
const ana = { by: 'ana', why: 'a test call', at: now }

/** A record of a conversation that cannot be read; `note` makes it another record. */
function broken(conversationId: string, note = ''): InputToQuarantine {
  return {
    kind: 'conversation',
    conversationId,
    day: date,
    reason: 'malformed-instant',
    path: 'conversationEnd',
    detail: 'expected an ISO 8601 instant',
    source: 'export 1 page 1 item 1',
    body: { conversationId, note },
  }
}

const bring = (...quarantined: InputToQuarantine[]) => archive(test.store, [], { quarantined })
const decide = (action: 'discard' | 'reopen', ...entries: number[]) =>
  decideQuarantine(test.store, { action, entries, ...ana })
const states = async () =>
  (await readQuarantine(test.store.pool, { limit: 100 }))
    .reverse()
    .map(({ quarantineKey, state }) => `${quarantineKey} ${state}`)

describe('an entry that is discarded', () => {
  it('no longer counts as open, and is counted as discarded', async () => {
    await bring(broken('a'), broken('b'))
    await decide('discard', 1)
    expect(await states()).toEqual(['1 discarded', '2 open'])
    const [listed] = await readQuarantine(test.store.pool, { state: 'discarded', limit: 1 })
    expect(listed).toMatchObject({ quarantineKey: 1, discardedBy: 'ana', why: 'a test call' })
    expect(await countQuarantined(test.store.pool, range)).toEqual({
      conversations: 1,
      withoutDay: 0,
      discarded: 1,
    })
    expect(await readArchivedDays(test.store.pool, range)).toMatchObject([
      { quarantined: 1, quarantinedConversations: 1, discardedConversations: 1 },
    ])
  })

  it('keeps who decided it, when and why, for ever', async () => {
    await bring(broken('a'))
    await decide('discard', 1)
    await decide('reopen', 1)
    const entry = await readQuarantineEntry(test.store.pool, 1)
    expect(entry).toMatchObject({
      state: 'open',
      decisions: [
        { action: 'discard', by: 'ana', why: 'a test call' },
        { action: 'reopen', by: 'ana' },
      ],
    })
    for (const change of [`UPDATE quarantine_decision SET why = ''`, 'DELETE FROM quarantine_decision'])
      await expect(test.store.pool.query(change)).rejects.toThrow('are never changed')
  })

  it('is decided about once: again is refused, with all that was named beside it', async () => {
    await bring(broken('a'), broken('b'))
    await decide('discard', 1)
    await expect(decide('discard', 2, 1)).rejects.toMatchObject({ code: 'quarantine.not-open' })
    await expect(decide('reopen', 2)).rejects.toMatchObject({ code: 'quarantine.not-discarded' })
    await expect(decide('discard', 2, 99)).rejects.toMatchObject({ code: 'quarantine.unknown-entry' })
    expect(await states()).toEqual(['1 discarded', '2 open'])
  })

  it('stays so when the same record comes again; another record of the conversation opens the matter', async () => {
    await bring(broken('a'))
    await decide('discard', 1)
    await bring(broken('a'))
    expect(await states()).toEqual(['1 discarded'])
    await bring(broken('a', 'a newer snapshot'))
    const [newest, first] = await readQuarantine(test.store.pool, { limit: 2 })
    expect([first?.state, newest?.state]).toEqual(['discarded', 'open'])
    expect(await countQuarantined(test.store.pool, range)).toMatchObject({ conversations: 1, discarded: 0 })
    expect(await readQuarantineEntry(test.store.pool, newest?.quarantineKey ?? 0)).toMatchObject({
      others: [{ entry: 1, state: 'discarded' }],
    })
  })

  it('is released by a readable record', async () => {
    await bring(broken(`${date}-000000`))
    await decide('discard', 1)
    await archive(test.store, day(date, 1))
    expect(await states()).toEqual(['1 released'])
  })
})

describe('a conversation that becomes readable', () => {
  it('puts behind the versions that stand on its day, and those of contacts of days beside it', async () => {
    const [one, other] = [day(date, 1), day('2026-10-21', 1)]
    for (const story of [...one, ...other]) story.customer = 'jane'
    await archive(test.store, other)
    const versions = [
      await ready(test.store, 'offered@1'),
      await ready(test.store, 'average-handle-time@1'),
      await ready(test.store, 'repeat-contact-rate@1'),
    ]
    await archive(test.store, day(date, 3, 10))
    for (const each of [date, '2026-10-21']) await recompute(test.store, each, versions)
    await ready(test.store, 'answered@1')
    const { touched } = await archive(test.store, one)
    const standing = await readStandingPartitions(test.store.pool, touched)
    expect(standing.map(({ kpi, day: on }) => `${kpi} ${on}`)).toEqual([
      `average-handle-time@1 ${date}`,
      `offered@1 ${date}`,
      `repeat-contact-rate@1 ${date}`,
      'repeat-contact-rate@1 2026-10-21',
    ])
    // The ledger says the same of what is behind; `answered` never stood there.
    expect(await readVersionsBehind(test.store.pool)).toEqual(standing)
  })
})

describe('a day that could not be computed', () => {
  let offered: DefinitionToCompute
  beforeEach(async () => {
    offered = await ready(test.store, 'offered@1')
    await archive(test.store, day(date, 5))
    const failed = { organisation: 'org', day: date, reason: 'recompute-failed', detail: 'broken facts' }
    await quarantineDay(test.store.pool, { ...failed, source: 'run 1', at: now })
    await fail()
  })
  const fail = () =>
    markDay(test.store.pool, {
      definitions: [offered],
      day: date,
      factsRevisions: { conversation: 1 },
      detail: 'broken facts',
      runKey: 1,
      at: now,
    })
  const ledger = async () =>
    (await readLedger(test.store.pool, range)).map(({ state, detail }) => `${state}: ${detail}`)
  const plan = async () => {
    const { definitionKey, fingerprint, referenceFingerprint } = offered
    const rows = await readPartitionRuns(test.store.pool, {
      ...range,
      versions: [
        {
          kpi: 'offered@1',
          subject: 'conversation',
          definitionKey,
          fingerprint,
          referenceFingerprint,
          retired: null,
        },
      ],
      toFetch: [],
      failed: [],
    })
    return rows.map(({ state, cause, told, toReplay }) => `${state} ${cause} (${told}) ${toReplay}`)
  }
  const dirty = async () =>
    (
      await dirtyDays(test.store.pool, {
        staleFor: [offered.definitionKey],
        missingFor: [],
        after: null,
        limit: 9,
      })
    ).days

  it('is left alone once it is discarded, and a plan says on whose word', async () => {
    expect(await plan()).toEqual(['quarantined could-not-be-computed (broken facts) 5'])
    await decide('discard', 1)
    expect(await ledger()).toEqual(['discarded: broken facts'])
    expect(await plan()).toEqual(['discarded discarded (ana: a test call) 0'])
    expect(await dirty()).toEqual([])
    expect(await recompute(test.store, date, [offered])).toMatchObject([{ mode: 'unchanged', rows: 0 }])
    expect(await ledger()).toEqual(['discarded: broken facts'])
  })

  it('is tried again once its facts are others, and leaves when it goes through', async () => {
    await decide('discard', 1)
    await archive(test.store, day(date, 1, 50))
    expect(await dirty()).toEqual([date])
    expect(await plan()).toEqual(['quarantined could-not-be-computed (broken facts) 6'])
    expect(await recompute(test.store, date, [offered])).toMatchObject([{ mode: 'full', rows: 6 }])
    await releaseDay(test.store.pool, 'org', date, 'recompute')
    expect(await states()).toEqual(['1 released'])
  })

  it('that fails once more is open again', async () => {
    await decide('discard', 1)
    await quarantineDay(test.store.pool, {
      organisation: 'org',
      day: date,
      reason: 'recompute-failed',
      detail: 'broken facts',
      source: 'run 2',
      at: now,
    })
    await fail()
    expect(await states()).toEqual(['1 open'])
    expect(await ledger()).toEqual(['quarantined: broken facts'])
  })

  it('is tried by the next run once it is reopened', async () => {
    await decide('discard', 1)
    await decide('reopen', 1)
    expect(await ledger()).toEqual(['quarantined: broken facts'])
    expect(await recompute(test.store, date, [offered])).toMatchObject([{ mode: 'full', rows: 5 }])
  })

  it('leaves once the only version that failed on it is retired', async () => {
    await releaseDay(test.store.pool, 'org', date, 'recompute')
    expect(await states()).toEqual(['1 open'])
    await test.store.pool.query(`UPDATE kpi_definition SET state = 'retired'`)
    const [entry] = await readQuarantinedInput(test.store.pool, [1])
    if (entry === undefined) throw new Error('it is open')
    expect((await tryToRelease(test.store, entry, now)).answer).toMatchObject({
      released: true,
      advice: null,
    })
    expect(await states()).toEqual(['1 released'])
  })

  it('touches the versions that failed on it, and no other', async () => {
    await ready(test.store, 'answered@1')
    expect(
      await readTouchedPartitions(test.store.pool, { kind: 'day', day: date, reason: 'recompute-failed' }),
    ).toEqual([{ kpi: 'offered@1', day: date, subject: 'conversation', state: 'quarantined' }])
  })
})

it('a day that could not be exported and was discarded counts as failed no longer', async () => {
  const failed = { organisation: 'org', day: date, reason: 'export-failed', detail: 'no job finished' }
  await quarantineDay(test.store.pool, { ...failed, source: 'run 1', at: now })
  await decide('discard', 1)
  const of = { organisation: 'org', ...range }
  expect(await readFailedExports(test.store.pool, of)).toEqual([])
  expect(await readDiscardedExports(test.store.pool, of)).toEqual([{ day: date, reason: 'ana: a test call' }])
})
