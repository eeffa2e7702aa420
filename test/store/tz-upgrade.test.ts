/**
 * Results are computed by a build with an older tz release, in which Kolkata's clocks stood an hour further on from 20 to 23
 * October 2026 (UTC). Then comes this build: what `retally tz diff` names, and what a recompute changes.
 */
import fc from 'fast-check'
import * as thisBuild from '../../src/activities/definitions-to-compute'
import type { Dependencies } from '../../src/activities/dependencies'
import { changedResults } from '../../src/cli/tz/changed-results'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { olderBuild, olderRelease } from './older-build'
import { archive, empty, freshStore, now, recompute, type TestStore } from './stored'
import type { Story } from './story'

const older = olderBuild('Asia/Kolkata', ['-5u', '-6u'], {
  start: '2026-10-20T00:00:00.000Z',
  end: '2026-10-24T00:00:00.000Z',
})
const always = { validFrom: null, validTo: null }

let test_: TestStore
beforeEach(async () => {
  test_ = await freshStore()
})
afterEach(() => test_.drop())

async function computedBy(
  build: typeof thisBuild,
  release: string,
  work: { kpis: string[]; parameters?: Record<string, Record<string, unknown>>; days: string[] },
) {
  const { store } = test_
  const dependencies = { store, settings: { parameters: work.parameters ?? {} }, now: () => now }
  const registered = await build.registeredDefinitions(dependencies as unknown as Dependencies, work.kpis)
  const definitions = await build.withReferenceTables(store.pool, registered)
  const { rows } = await store.pool.query<{ run_key: number }>(
    `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
     VALUES ('recompute', 'w', 'done', now(), 'test', $1) RETURNING run_key`,
    [release],
  )
  const runKey = rows[0]?.run_key as number
  const done = []
  for (const day of work.days) {
    for (const each of await recompute(store, day, definitions, { runKey })) done.push({ day, ...each })
  }
  return { definitions, done }
}

/** The days on which a recompute by this build writes or deletes rows, by KPI; every day must have been replayed. */
async function movedBy(work: Parameters<typeof computedBy>[2]): Promise<Record<string, string[]>> {
  const { done } = await computedBy(thisBuild, 'this', work)
  expect(new Set(done.map(({ mode }) => mode))).toEqual(new Set(['full']))
  const moved: Record<string, string[]> = {}
  for (const { day, kpi, version, rowsWritten, rowsDeleted } of done) {
    if (rowsWritten + rowsDeleted > 0) {
      const name = `${kpi}@${version}`
      moved[name] = [...(moved[name] ?? []), day]
    }
  }
  return moved
}

/** The zone, and what is named because of it. */
async function named() {
  const changed = await changedResults(test_.store.pool)
  expect(changed.every(({ release }) => release === olderRelease)).toBe(true)
  return changed.map(({ zone, kpi, first, last, observations }) => ({ zone, kpi, first, last, observations }))
}

function daysOf(stories: readonly Story[]): string[] {
  return [...new Set(stories.map(({ startedAt }) => startedAt.slice(0, 10)))].sort()
}

function call(id: string, startedAt: string, more: Partial<Story> & { agentId?: string } = {}): Story {
  const { agentId = 'agent-0', ...rest } = more
  return {
    conversationId: id,
    startedAt,
    legs: [{ agentId, handledAfterMinutes: 10, handleMs: 240_000 }],
    ...rest,
  }
}

function everyDay(windows: readonly string[]) {
  return Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, windows]))
}

describe('a calendar with a clock of its own', () => {
  // New York answers for Pune in Pune's hours: 06:30 to 14:30 UTC, and an hour earlier by the older rules.
  const weekly = everyDay(['12:00-20:00'])
  const tables: Partial<ReferenceTables> = {
    agentZones: [
      { agentId: 'agent-0', zone: 'America/New_York', site: 'NY', ...always },
      { agentId: 'agent-1', zone: 'Europe/London', site: 'London', ...always },
    ],
    siteCalendars: [
      { site: 'NY', calendar: { zone: 'Asia/Calcutta', weekly } },
      { site: 'London', calendar: { weekly } },
    ],
  }
  const kpis = ['adjusted-average-handle-time@2', 'average-handle-time@1']

  it('brings its zone into what is named, also for a day of which all was left out; whoever goes by no such clock is not named', async () => {
    const stories = [
      call('before the span', '2026-10-10T05:45:00.000Z'),
      call('open by the older rules', '2026-10-21T05:45:00.000Z'),
      call('open by ours', '2026-10-22T14:00:00.000Z'),
      call('in London', '2026-10-23T14:00:00.000Z', { agentId: 'agent-1' }),
      call('after the span', '2026-10-30T12:00:00.000Z'),
    ]
    const work = { kpis, days: daysOf(stories) }
    await replaceFileRows(test_.store, tables, now)
    await archive(test_.store, stories)
    const then = await computedBy(older, olderRelease, work)
    expect(then.done).toContainEqual(
      expect.objectContaining({ day: '2026-10-22', kpi: 'adjusted-average-handle-time', observations: 0 }),
    )

    expect(await named()).toEqual([
      {
        zone: 'Asia/Kolkata',
        kpi: 'adjusted-average-handle-time@2',
        first: '2026-10-21',
        last: '2026-10-22',
        observations: 1,
      },
    ])
    expect(await movedBy(work)).toEqual({
      'adjusted-average-handle-time@2': ['2026-10-21', '2026-10-22'],
    })
    // What stands now was reckoned by the rules of this build.
    expect(await named()).toEqual([])
  })

  it('is in the reference fingerprint of those that read it, and of no other', async () => {
    await replaceFileRows(test_.store, tables, now)
    const fingerprints = async (build: typeof thisBuild, release: string) =>
      (await computedBy(build, release, { kpis, days: [] })).definitions.map(
        (each) => each.referenceFingerprint,
      )
    const [adjusted, handle] = await fingerprints(older, olderRelease)
    const [adjustedNow, handleNow] = await fingerprints(thisBuild, 'this')
    expect(adjustedNow).not.toBe(adjusted)
    expect(handleNow).toBe(handle)
  })
})

describe('a window of local days', () => {
  const tables: ReferenceTables = {
    ...emptyReferenceTables,
    queueZones: [
      { queueId: 'pune', zone: 'Asia/Calcutta', ...always },
      { queueId: 'london', zone: 'Europe/London', ...always },
    ],
  }
  const kpis = ['first-contact-resolution@1', 'repeat-contact-rate@1']
  const stories = [
    // Served until 14:40 of the 18th by both clocks: the window ends on the 21st, at 18:30 UTC, at 17:30 by the older rules.
    call('ada', '2026-10-18T09:00:00.000Z', { queueId: 'pune', customer: 'ada' }),
    call('ada again', '2026-10-21T18:00:00.000Z', { queueId: 'london', customer: 'ada' }),
    // Served until 23:40 of the 20th, until 00:40 of the 21st by the older rules: a window of a day more.
    call('grace', '2026-10-20T18:00:00.000Z', { queueId: 'pune', customer: 'grace' }),
    call('grace again', '2026-10-24T10:00:00.000Z', { queueId: 'london', customer: 'grace' }),
    // The window is over before the span begins.
    call('eve', '2026-10-14T09:00:00.000Z', { queueId: 'pune', customer: 'eve' }),
    call('eve again', '2026-10-17T20:00:00.000Z', { queueId: 'london', customer: 'eve' }),
    // No window of these ends by that clock.
    call('mary', '2026-10-19T09:00:00.000Z', { queueId: 'london', customer: 'mary' }),
    call('mary again', '2026-10-22T18:00:00.000Z', { queueId: 'london', customer: 'mary' }),
    call('late', '2026-10-26T09:00:00.000Z', { queueId: 'pune', customer: 'late' }),
  ]
  const parameters = (windowIn: string) =>
    Object.fromEntries(kpis.map((kpi) => [kpi, { windowIn, windowDays: 3 }]))
  const underOlderRules = async (windowIn: string) => {
    const work = { kpis, parameters: parameters(windowIn), days: daysOf(stories) }
    await test_.store.pool.query(
      `INSERT INTO watermark VALUES ('org', 'job-activity', '2026-11-10T00:00:00Z')`,
    )
    await replaceFileRows(test_.store, tables, now)
    await archive(test_.store, stories)
    await computedBy(older, olderRelease, work)
    return work
  }

  it('is reckoned by the rules under which it ends, days after the contact, and decides contacts of other zones', async () => {
    const work = await underOlderRules('local-days')
    expect(await named()).toEqual([
      // Ada and Grace with who came back, of which Grace's second contact was no first one then.
      {
        zone: 'Asia/Kolkata',
        kpi: 'first-contact-resolution@1',
        first: '2026-10-18',
        last: '2026-10-24',
        observations: 3,
      },
      // The second contacts, and Grace's first, whose local day is another.
      {
        zone: 'Asia/Kolkata',
        kpi: 'repeat-contact-rate@1',
        first: '2026-10-20',
        last: '2026-10-24',
        observations: 3,
      },
    ])
    expect(await movedBy(work)).toEqual({
      'first-contact-resolution@1': ['2026-10-18', '2026-10-20', '2026-10-21', '2026-10-24'],
      'repeat-contact-rate@1': ['2026-10-21', '2026-10-24'],
    })
    expect(await named()).toEqual([])
  })

  it('of days of 24 hours ends by no clock: only contacts in the span are named, for their local day', async () => {
    const work = await underOlderRules('elapsed')
    const graces = { zone: 'Asia/Kolkata', first: '2026-10-20', last: '2026-10-20', observations: 1 }
    expect(await named()).toEqual(kpis.map((kpi) => ({ kpi, ...graces })))
    expect(await movedBy(work)).toEqual({})
  })
})

test('whatever a recompute moves was named before', async () => {
  const midnight = parseInstant('2026-10-15T00:00:00.000Z')
  // Mostly where the calendar opens by one of the clocks, or the day ends.
  const minutes = fc.oneof(
    fc.integer({ min: 5 * 60, max: 7 * 60 }),
    fc.integer({ min: 17 * 60, max: 19 * 60 }),
    fc.integer({ min: 0, max: 24 * 60 }),
  )
  const stories = fc.array(
    fc.record({
      onDay: fc.integer({ min: 0, max: 11 }),
      minutes,
      customer: fc.constantFrom('ada', 'grace'),
      queueId: fc.constantFrom('pune', 'london'),
      agentId: fc.constantFrom('agent-0', 'agent-1', 'agent-2'),
      // Up to three days: an e-mail.
      handledAfterMinutes: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 4_320 })),
    }),
    { minLength: 20, maxLength: 40 },
  )
  const hours = everyDay(['12:00-20:00'])
  const tables: Partial<ReferenceTables> = {
    agentZones: [
      { agentId: 'agent-0', zone: 'America/New_York', site: 'NY', ...always },
      { agentId: 'agent-1', zone: 'Europe/London', site: 'London', ...always },
      { agentId: 'agent-2', zone: 'Asia/Kolkata', site: 'London', ...always },
    ],
    queueZones: [
      { queueId: 'pune', zone: 'Asia/Calcutta', ...always },
      { queueId: 'london', zone: 'Europe/London', ...always },
    ],
    siteCalendars: [
      {
        site: 'NY',
        calendar: {
          zone: 'Asia/Calcutta',
          weekly: { ...hours, mon: ['22:00-06:00'], wed: ['12:00-12:00'] },
        },
      },
      {
        site: null,
        calendar: { weekly: { tue: ['09:00-17:00'], thu: ['00:00-24:00'], fri: ['09:00-17:00'] } },
      },
    ],
  }
  const kpis = [
    'adjusted-average-handle-time@2',
    'average-handle-time@1',
    'first-contact-resolution@1',
    'repeat-contact-rate@1',
  ]
  let moves = 0
  await fc.assert(
    fc.asyncProperty(stories, fc.integer({ min: 1, max: 3 }), async (told, windowDays) => {
      const { store } = test_
      await empty(store)
      const window = { windowIn: 'local-days', windowDays }
      const calls = told.map(
        ({ onDay, minutes, customer, queueId, agentId, handledAfterMinutes }, index): Story => {
          const startedAt = formatInstant(midnight + onDay * 86_400_000 + minutes * 60_000)
          const legs = [{ agentId, handledAfterMinutes, handleMs: 240_000 }]
          return {
            conversationId: `call-${index}`,
            startedAt,
            customer,
            queueId,
            legs,
          }
        },
      )
      const work = {
        kpis,
        parameters: { 'first-contact-resolution': window, 'repeat-contact-rate': window },
        days: daysOf(calls),
      }
      await store.pool.query(`INSERT INTO watermark VALUES ('org', 'job-activity', '2026-12-01T00:00:00Z')`)
      await replaceFileRows(store, tables, now)
      await archive(store, calls)
      await computedBy(older, olderRelease, work)
      const before = await named()
      for (const [kpi, days] of Object.entries(await movedBy(work))) {
        for (const day of days) {
          moves++
          expect(before.some((each) => each.kpi === kpi && each.first <= day && day <= each.last)).toBe(true)
        }
      }
    }),
    { numRuns: 20 },
  )
  expect(moves).toBeGreaterThan(0)
})
