/** A candidate that throws on one conversation, beside a published version: a day is recomputed for what holds, and only the candidate is set apart. */

import type { RegisteredDefinition } from '../../src/activities/definitions-to-compute'
import type { Dependencies } from '../../src/activities/dependencies'
import { recomputeWhatHolds } from '../../src/activities/recompute-what-holds'
import { releaseDay } from '../../src/store/archive/quarantine-day'
import { readQuarantine } from '../../src/store/archive/read-archive'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { readLedger } from '../../src/store/results/ledger'
import { registeredBy } from '../cli/verifying'
import { archive, empty, freshStore, now, type TestStore, zones } from './stored'
import { day } from './story'

const DAY = '2026-10-20'
const PUBLISHED = 'adjusted-average-handle-time@1'
const CANDIDATE = 'adjusted-average-handle-time@2'
const stories = day(DAY, 12)
const fourth = stories[3]?.conversationId as string
const sixth = stories[5]?.conversationId as string
const reason = `${CANDIDATE} fails (not yet written) on conversation ${fourth}. [kpis.broken-definition]`

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
afterEach(() => empty(test_.store))
afterAll(() => test_.drop())

const warnings: object[] = []

function recompute(registered: readonly RegisteredDefinition[]) {
  const { store } = test_
  const log = { warn: (fields: object) => warnings.push(fields) } as unknown as Dependencies['log']
  const dependencies = { store, log, codeVersion: 'test', now: () => now }
  return recomputeWhatHolds(dependencies, { organisation: 'org', registered, day: DAY, runKey: 1 })
}

/** The version as it is, but for one conversation on which it throws. */
function breaking(version: RegisteredDefinition, id: string): RegisteredDefinition {
  const { definition } = version
  const observe: typeof definition.observe = (facts, context) => {
    if ('conversationId' in facts && facts.conversationId === id) throw new Error('not yet written')
    return definition.observe(facts, context)
  }
  return { ...version, definition: { ...definition, observe } }
}

async function versions(): Promise<[RegisteredDefinition, RegisteredDefinition]> {
  await replaceFileRows(test_.store, zones, now)
  await archive(test_.store, stories)
  const registered = await registeredBy(test_.store, [PUBLISHED, CANDIDATE])
  return registered as [RegisteredDefinition, RegisteredDefinition]
}

const ledger = () => readLedger(test_.store.pool, { first: DAY, last: DAY })
const openEntries = () => readQuarantine(test_.store.pool, { state: 'open', limit: 5 })

test('the published version is computed as if the candidate were not there', async () => {
  const [published, candidate] = await versions()
  const { done, broken } = await recompute([published, breaking(candidate, fourth)])
  expect(broken).toEqual([{ kpi: CANDIDATE, reason }])
  expect(done).toMatchObject([{ version: 1, mode: 'fresh', rows: 12 }])
  const [beside] = await ledger()

  await empty(test_.store)
  const [alone] = await versions()
  const [undisturbed] = (await recompute([alone])).done
  expect(beside).toMatchObject({ state: 'computed', outputHash: undisturbed?.outputHash, rows: 12 })
})

test('only the candidate is in quarantine for the day, with its reason, and the log and the list say so', async () => {
  const [published, candidate] = await versions()
  warnings.length = 0
  await recompute([breaking(candidate, fourth), published])
  expect(await ledger()).toMatchObject([
    { definitionKey: published.definitionKey, state: 'computed', detail: null },
    {
      definitionKey: candidate.definitionKey,
      state: 'quarantined',
      detail: reason,
      factsRevision: 1,
      rows: 0,
    },
  ])
  expect(await openEntries()).toMatchObject([
    { kind: 'day', day: DAY, reason: 'recompute-failed', detail: reason, source: 'run 1' },
  ])
  expect(warnings).toEqual([{ day: DAY, runKey: 1, kpi: CANDIDATE, reason }])
})

test('mended, the candidate is computed by the next recompute, and the day is let go', async () => {
  const [published, candidate] = await versions()
  await recompute([published, breaking(candidate, fourth)])
  await releaseDay(test_.store.pool, 'org', DAY, 'recompute')
  expect(await openEntries()).toHaveLength(1)
  expect(await recompute([published, candidate])).toMatchObject({
    done: [{ mode: 'unchanged' }, { mode: 'full', rows: 8 }],
    broken: [],
  })
  await releaseDay(test_.store.pool, 'org', DAY, 'recompute')
  expect(await openEntries()).toEqual([])
})

test('a day all of whose versions break is given up as a whole, for the first reason', async () => {
  const [published, candidate] = await versions()
  const all = [breaking(published, sixth), breaking(candidate, fourth)]
  await expect(recompute(all)).rejects.toMatchObject({
    code: 'kpis.broken-definition',
    fields: { version: 2, subject: fourth, factsRevisions: '{"contact":1,"conversation":1}' },
  })
  expect(await ledger()).toEqual([])
  expect(await openEntries()).toEqual([])
})
