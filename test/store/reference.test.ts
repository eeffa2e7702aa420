import { compileReference } from '../../src/kpis/reference'
import { loadReferenceTables } from '../../src/store/reference/load-reference-tables'
import { mergeFeedRows } from '../../src/store/reference/merge-feed-rows'
import { mergeQueueNames } from '../../src/store/reference/merge-queue-names'
import { mergeScheduleGroups } from '../../src/store/reference/merge-schedule-groups'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { parseInstant } from '../../src/time/instant'
import { isOpen } from '../../src/time/open-time'
import { utcZone } from '../../src/time/zone-name'
import { empty, freshStore, now, type TestStore } from './stored'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const monday = parseInstant('2026-11-02T00:00:00.000Z')
const friday = parseInstant('2026-11-06T00:00:00.000Z')
const feed = (zone: string) => [{ agentId: 'ana', zone, site: 'BU' }]

async function zoneOfAna(at: string): Promise<string | null> {
  const reference = compileReference(await loadReferenceTables(test.store.pool))
  return reference.zoneOfAgent('ana', parseInstant(at))?.name ?? null
}

describe('zones from workforce management', () => {
  it('hold for all of the past when an agent is met for the first time', async () => {
    expect(await mergeFeedRows(test.store, 'agentZones', feed('Europe/London'), monday)).toEqual({
      added: 1,
      moved: 0,
      unchanged: 0,
    })
    expect(await zoneOfAna('2020-01-01T00:00:00.000Z')).toBe('Europe/London')
    expect(await mergeFeedRows(test.store, 'agentZones', feed('Europe/London'), friday)).toEqual({
      added: 0,
      moved: 0,
      unchanged: 1,
    })
  })

  it('keep the old zone for the time before an agent moved', async () => {
    await mergeFeedRows(test.store, 'agentZones', feed('Europe/London'), monday)
    expect(await mergeFeedRows(test.store, 'agentZones', feed('Asia/Kolkata'), friday)).toEqual({
      added: 0,
      moved: 1,
      unchanged: 0,
    })
    expect(await zoneOfAna('2026-11-05T23:59:59.999Z')).toBe('Europe/London')
    expect(await zoneOfAna('2026-11-06T00:00:00.000Z')).toBe('Asia/Kolkata')
    expect(await mergeFeedRows(test.store, 'agentZones', feed('Australia/Sydney'), friday)).toMatchObject({
      moved: 1,
    })
    expect(await zoneOfAna('2026-11-06T00:00:00.000Z')).toBe('Australia/Sydney')
  })

  it('keep what is known of agents the feed no longer names', async () => {
    await mergeFeedRows(test.store, 'agentZones', feed('Europe/London'), monday)
    await mergeFeedRows(test.store, 'agentZones', [], friday)
    expect(await zoneOfAna('2026-11-07T00:00:00.000Z')).toBe('Europe/London')
  })
})

describe('zones from a file', () => {
  const week = {
    agentId: 'ana',
    zone: 'America/New_York',
    site: null,
    validFrom: '2026-11-03T00:00:00.000Z',
    validTo: '2026-11-04T00:00:00.000Z',
  }

  it('win where they speak, and leave the rest of the time to the feed', async () => {
    await mergeFeedRows(test.store, 'agentZones', feed('Europe/London'), monday)
    await replaceFileRows(test.store, { agentZones: [week] }, now)
    expect(await zoneOfAna('2026-11-02T23:59:59.999Z')).toBe('Europe/London')
    expect(await zoneOfAna('2026-11-03T12:00:00.000Z')).toBe('America/New_York')
    expect(await zoneOfAna('2026-11-04T00:00:00.000Z')).toBe('Europe/London')
  })

  it('are replaced as a whole by the next file, and other tables stay', async () => {
    await replaceFileRows(test.store, { agentZones: [week], wrapUpCodes: [{ id: 'w', name: 'Sale' }] }, now)
    await replaceFileRows(test.store, { agentZones: [] }, now)
    expect(await loadReferenceTables(test.store.pool)).toMatchObject({
      agentZones: [],
      wrapUpCodes: [{ id: 'w', name: 'Sale' }],
    })
  })

  it('are refused when one agent would have two zones at once, and nothing is replaced', async () => {
    await replaceFileRows(test.store, { agentZones: [week] }, now)
    const overlapping = [
      week,
      { ...week, zone: 'Europe/Paris', validFrom: '2026-11-03T12:00:00.000Z', validTo: null },
    ]
    await expect(replaceFileRows(test.store, { agentZones: overlapping }, now)).rejects.toMatchObject({
      code: 'kpis.overlapping-validity',
    })
    expect((await loadReferenceTables(test.store.pool)).agentZones).toEqual([week])
  })
})

it('a file’s name for a wrap-up code wins over the platform’s', async () => {
  await mergeFeedRows(
    test.store,
    'wrapUpCodes',
    [
      { id: 'w', name: 'Verkauf' },
      { id: 'x', name: 'Other' },
    ],
    now,
  )
  await replaceFileRows(test.store, { wrapUpCodes: [{ id: 'w', name: 'Sale' }] }, now)
  expect((await loadReferenceTables(test.store.pool)).wrapUpCodes).toEqual([
    { id: 'w', name: 'Sale' },
    { id: 'x', name: 'Other' },
  ])
})

it('a calendar of no site is that of every site without its own', async () => {
  const calendar = { weekly: { mon: ['08:00-18:00'] } }
  await replaceFileRows(test.store, { siteCalendars: [{ site: null, calendar }] }, now)
  expect((await loadReferenceTables(test.store.pool)).siteCalendars).toEqual([{ site: null, calendar }])
})

it('a queue’s name follows the platform, its key stays', async () => {
  await mergeQueueNames(test.store.pool, [{ id: 'q', name: 'Sales' }])
  const { rows: before } = await test.store.pool.query(
    `SELECT queue_key, name FROM queue WHERE queue_id = 'q'`,
  )
  await mergeQueueNames(test.store.pool, [{ id: 'q', name: 'Sales EMEA' }])
  const { rows: after } = await test.store.pool.query(
    `SELECT queue_key, name FROM queue WHERE queue_id = 'q'`,
  )
  expect(after).toEqual([{ queue_key: before[0].queue_key, name: 'Sales EMEA' }])
})

describe('schedule groups from the platform', () => {
  const group = (window: string) => [
    {
      id: 'g',
      name: 'Sales hours',
      zone: 'Europe/London',
      editions: [{ zone: 'Europe/London', weekly: { mon: [window] }, dates: { '2026-12-25': [] } }],
    },
  ]

  it('are the calendar of a queue whose file names one, and keep their old hours for the time before a change', async () => {
    await mergeScheduleGroups(test.store, group('08:00-18:00'), monday)
    await replaceFileRows(
      test.store,
      { queueCalendars: [{ queueId: 'q', calendar: { scheduleGroup: 'Sales hours' } }] },
      now,
    )
    expect(await mergeScheduleGroups(test.store, group('08:00-18:00'), friday)).toEqual({
      added: 0,
      moved: 0,
      unchanged: 1,
    })
    expect(await mergeScheduleGroups(test.store, group('10:00-12:00'), friday)).toMatchObject({ moved: 1 })
    expect(await mergeScheduleGroups(test.store, group('10:00-12:00'), friday)).toMatchObject({
      unchanged: 1,
    })
    const reference = compileReference(await loadReferenceTables(test.store.pool))
    const openAt = (instant: string) => {
      const calendar = reference.calendarOfQueue('q', parseInstant(instant))
      return calendar !== null && isOpen(calendar, utcZone, parseInstant(instant))
    }
    expect(openAt('2026-11-02T09:00:00.000Z')).toBe(true)
    expect(openAt('2026-11-09T09:00:00.000Z')).toBe(false)
    expect(openAt('2026-11-09T11:00:00.000Z')).toBe(true)
  })

  it('of a name that was not told are no calendar, rather than that of the site', async () => {
    await replaceFileRows(
      test.store,
      {
        queueCalendars: [{ queueId: 'q', calendar: { scheduleGroup: 'Sales hours' } }],
        siteCalendars: [{ site: null, calendar: { weekly: {} } }],
      },
      now,
    )
    const reference = compileReference(await loadReferenceTables(test.store.pool))
    expect(reference.calendarOfQueue('q', monday)).toBeNull()
    expect(reference.calendarOfQueue('other', monday)).not.toBeNull()
  })
})

it('what a feed says anew of targets, teams and names holds from then on', async () => {
  const said = (targetMs: number, team: string, name: string) =>
    [
      ['queueTargets', [{ queueId: 'q', mediaType: 'voice', targetMs }]],
      ['agentTeams', [{ agentId: 'ana', team, division: null }]],
      ['wrapUpCodes', [{ id: 'w', name }]],
    ] as const
  for (const [table, rows] of said(20_000, 'Blue', 'Sale'))
    await mergeFeedRows(test.store, table, rows as never, monday)
  for (const [table, rows] of said(30_000, 'Red', 'Sold'))
    await mergeFeedRows(test.store, table, rows as never, friday)
  const reference = compileReference(await loadReferenceTables(test.store.pool))
  const at = (instant: number) => [
    reference.targetOfQueue('q', 'voice', instant),
    reference.teamOfAgent('ana', instant),
    reference.wrapUpName('w', instant),
  ]
  expect(at(friday - 1)).toEqual([20_000, 'Blue', 'Sale'])
  expect(at(friday)).toEqual([30_000, 'Red', 'Sold'])
})
