import { foldFingerprint } from '../../src/facts/fold-version'
import { quarantineDay, releaseDay } from '../../src/store/archive/quarantine-day'
import { readQuarantine } from '../../src/store/archive/read-archive'
import { refoldDay } from '../../src/store/archive/refold-day'
import { dirtyDays } from '../../src/store/days/dirty-days'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { registerDefinition } from '../../src/store/definitions/register-definition'
import { markDay, readLedger } from '../../src/store/results/ledger'
import { finishRun } from '../../src/store/runs/finish-run'
import { readRuns } from '../../src/store/runs/read-runs'
import { startRun } from '../../src/store/runs/start-run'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day, factsOf, type Story } from './story'

const DAY = '2026-10-20'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

describe('a changed fold', () => {
  it('folds the archive again, and dirties only what comes out different', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 25))
    await recompute(test.store, DAY, [handle])
    const refold = (raw: unknown) => {
      const story = raw as Story
      const odd = story.legs?.[0]?.agentId === 'agent-1'
      return factsOf(odd ? { ...story, legs: [] } : story)
    }
    const fold = { fingerprint: 'fold@next', refold }
    expect(await refoldDay(test.store, DAY, fold, { batch: 10 })).toEqual({ read: 25, changed: 8 })
    expect(await refoldDay(test.store, DAY, fold)).toEqual({ read: 0, changed: 0 })
    expect(await recompute(test.store, DAY, [handle])).toMatchObject([
      { mode: 'changed', subjectsRead: 8, rowsDeleted: 8, rows: 17 },
    ])
  })

  it('reads nothing while facts are of the fold we have', async () => {
    await archive(test.store, day(DAY, 5))
    const never = { fingerprint: foldFingerprint, refold: () => factsOf(day(DAY, 1)[0] as Story) }
    expect(await refoldDay(test.store, DAY, never)).toEqual({ read: 0, changed: 0 })
  })
})

describe('definitions', () => {
  it('are published when they are the first of their KPI, and candidates after that', async () => {
    const v1 = await ready(test.store, 'adjusted-average-handle-time@1')
    const v2 = await ready(test.store, 'adjusted-average-handle-time@2')
    const published = async () =>
      (await readDefinitions(test.store.pool)).map(({ version, state, published }) => [
        version,
        state,
        published,
      ])
    expect(await published()).toEqual([
      [1, 'active', true],
      [2, 'candidate', false],
    ])
    await publishDefinition(test.store, {
      name: v2.definition.name,
      version: 2,
      at: now,
      by: 'ana',
      why: 'it leaves consults out',
    })
    expect(await published()).toEqual([
      [1, 'deprecated', false],
      [2, 'active', true],
    ])
    await publishDefinition(test.store, {
      name: v1.definition.name,
      version: 1,
      at: now,
      by: 'ana',
      why: 'back',
    })
    expect(await published()).toEqual([
      [1, 'active', true],
      [2, 'deprecated', false],
    ])
  })

  it('show readers who name no version the published one', async () => {
    const v1 = await ready(test.store, 'adjusted-average-handle-time@1')
    const v2 = await ready(test.store, 'adjusted-average-handle-time@2')
    await archive(test.store, day(DAY, 9))
    await recompute(test.store, DAY, [v1, v2])
    const { rows } = await test.store.pool.query('SELECT DISTINCT metric_version FROM published_current')
    expect(rows).toEqual([{ metric_version: 1 }])
  })

  it('cannot change their parts under rows that are stored', async () => {
    const { definition } = await ready(test.store, 'offered@1')
    const changed = { ...definition, parts: ['offered', 'more'] }
    const as = { parameters: {}, fingerprint: 'x', at: now, by: 'test' }
    await expect(registerDefinition(test.store, changed, as)).rejects.toMatchObject({
      code: 'store.parts-changed',
    })
  })

  it('cannot be published before they were ever registered', async () => {
    await expect(
      publishDefinition(test.store, { name: 'offered', version: 7, at: now, by: 'ana', why: 'x' }),
    ).rejects.toMatchObject({ code: 'store.unknown-definition' })
  })
})

describe('a day that cannot be computed', () => {
  it('is marked, and is done in full when it can', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 5))
    const mark = {
      definitions: [handle],
      day: DAY,
      factsRevisions: { conversation: 1 },
      detail: 'failed five times',
      runKey: 1,
      at: now,
    }
    await markDay(test.store.pool, mark)
    expect(await readLedger(test.store.pool, { first: DAY, last: DAY })).toMatchObject([
      { state: 'quarantined', detail: 'failed five times' },
    ])
    expect(await recompute(test.store, DAY, [handle])).toMatchObject([{ mode: 'full', rows: 5 }])
    expect(await readLedger(test.store.pool, { first: DAY, last: DAY })).toMatchObject([
      { state: 'computed', detail: null },
    ])
  })

  it('stays behind when more arrived after the attempt had read its facts, and when it never read them', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    const dirty = async () => {
      const wanted = { staleFor: [handle.definitionKey], missingFor: [], after: null, limit: 5 }
      return (await dirtyDays(test.store.pool, wanted)).days
    }
    const mark = { definitions: [handle], day: DAY, detail: 'failed', runKey: 1, at: now }
    await archive(test.store, day(DAY, 5))
    await markDay(test.store.pool, { ...mark, factsRevisions: { conversation: 1 } })
    expect(await dirty()).toEqual([])
    await markDay(test.store.pool, { ...mark, factsRevisions: null })
    expect(await dirty()).toEqual([DAY])
    await archive(test.store, day(DAY, 5, 50))
    await markDay(test.store.pool, { ...mark, factsRevisions: { conversation: 1 } })
    expect(await dirty()).toEqual([DAY])
  })

  it('is left as it stands where another run has computed it from the same facts', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 5))
    await recompute(test.store, DAY, [handle])
    const mark = { definitions: [handle], day: DAY, detail: 'failed', runKey: 1, at: now }
    for (const factsRevisions of [{ conversation: 1 }, null])
      await markDay(test.store.pool, { ...mark, factsRevisions })
    const standing = await readLedger(test.store.pool, { first: DAY, last: DAY })
    expect(standing).toMatchObject([{ state: 'computed', factsRevision: 1 }])
  })

  it('is marked where what stands is older than the run that could not compute it', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 5))
    await recompute(test.store, DAY, [handle])
    const run = { kind: 'backfill', workflowId: 'forced', codeVersion: '0.1.0', tzRelease: '2026b' }
    const runKey = await startRun(test.store.pool, { ...run, at: now + 1000 })
    const mark = {
      definitions: [handle],
      day: DAY,
      factsRevisions: { conversation: 1 },
      detail: 'failed',
      runKey,
    }
    await markDay(test.store.pool, { ...mark, at: now + 2000 })
    expect(await readLedger(test.store.pool, { first: DAY, last: DAY })).toMatchObject([
      { state: 'quarantined', detail: 'failed' },
    ])
  })

  it('says which facts it could not compute', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day(DAY, 5))
    const observe = () => {
      throw new Error('not yet written')
    }
    const broken = { ...handle, definition: { ...handle.definition, observe } }
    await expect(recompute(test.store, DAY, [broken])).rejects.toMatchObject({
      code: 'kpis.broken-definition',
      retryable: false,
      fields: { kpi: 'average-handle-time', factsRevisions: '{"contact":1,"conversation":1}' },
    })
  })

  it('is quarantined once, and let go when it went through', async () => {
    const entry = {
      organisation: 'org',
      day: DAY,
      reason: 'recompute-failed',
      detail: 'x',
      source: 'backfill',
      at: now,
    }
    await quarantineDay(test.store.pool, entry)
    await quarantineDay(test.store.pool, entry)
    expect(await readQuarantine(test.store.pool, { state: 'open', limit: 5 })).toMatchObject([
      { kind: 'day', times: 2 },
    ])
    await releaseDay(test.store.pool, 'org', DAY)
    expect(await readQuarantine(test.store.pool, { state: 'open', limit: 5 })).toEqual([])
  })
})

it('a run that is started again while it runs is the same run, and ends with its receipt', async () => {
  const start = {
    kind: 'backfill',
    workflowId: 'backfill-1',
    at: now,
    codeVersion: '0.1.0',
    tzRelease: '2026b',
  }
  const runKey = await startRun(test.store.pool, start)
  expect(await startRun(test.store.pool, start)).toBe(runKey)
  await finishRun(test.store.pool, runKey, { state: 'done', at: now, receipt: { outputHash: 'abc' } })
  expect(await readRuns(test.store.pool, { limit: 1 })).toMatchObject([
    { runKey, state: 'done', receipt: { outputHash: 'abc' }, finishedAt: now },
  ])
  expect(await startRun(test.store.pool, start)).not.toBe(runKey)
})
