/** Contacts of conversations beside hours and costs of agents' days: stored apart, and divided when they are read. */
import { agentDayFold, archivedUserDetails, mergedUserDetails } from '../../src/activities/fold-agent-day'
import { findDefinition } from '../../src/kpis/catalogue'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { type AgentDaysToArchive, archiveAgentDays } from '../../src/store/archive/archive-agent-days'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { parseInstant } from '../../src/time/instant'
import { anExport, archive, freshStore, now, ready, recompute, type TestStore, zones } from '../store/stored'
import type { Story } from '../store/story'
import { type Ended, retally, scratchFolder } from './retally'

const DAY = '2026-10-20'
const NEXT = '2026-10-21'
const halves = ['average-handle-time@1', 'occupancy@1', 'on-queue-time@1', 'staff-cost@1']
const rates = [{ site: 'NY', currency: 'USD', minorPerHour: 3_600, validFrom: null, validTo: null }]

const scratch = scratchFolder()
let centre: TestStore

/** Chats of `agent-0`: two at once from 14:00 to 14:10, one from 14:20 to 14:40. One of `agent-2`, and one on the next day. */
const chats: readonly Story[] = [
  chat('1', DAY, '14:00', 10),
  chat('2', DAY, '14:00', 10),
  chat('3', DAY, '14:20', 20),
  chat('4', DAY, '15:00', 5, 'agent-2'),
  chat('5', NEXT, '14:00', 10),
]

function chat(id: string, day: string, clock: string, minutes: number, agentId = 'agent-0'): Story {
  return {
    conversationId: `chat-${id}`,
    startedAt: `${day}T${clock}:00.000Z`,
    mediaType: 'message',
    legs: [{ agentId, handledAfterMinutes: minutes, handleMs: minutes * 60_000 }],
  }
}

beforeAll(async () => {
  centre = await freshStore()
  await archive(centre.store, chats)
  await archiveDay('user-details', [
    details('agent-0', '14:00', '15:00', [
      ['14:00', 'INTERACTING'],
      ['14:10', 'IDLE'],
      ['14:20', 'INTERACTING'],
      ['14:40', 'IDLE'],
    ]),
    details('agent-1', '12:00', '13:00', [['12:00', 'IDLE']]),
  ])
  await archiveDay('schedule', [planned('agent-0', '14:00'), planned('agent-1', '12:00')])
  await replaceFileRows(centre.store, { rates }, now)
  const definitions = await Promise.all(
    halves.map((kpi) =>
      ready(centre.store, kpi, {
        tables: { ...zones, rates },
        fingerprint: fingerprintOf(findDefinition(kpi), {}),
      }),
    ),
  )
  for (const day of [DAY, NEXT]) await recompute(centre.store, day, definitions)
})

afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

async function archiveDay(source: AgentDaysToArchive['source'], records: AgentDaysToArchive['records']) {
  const { exportKey } = await anExport(centre.store)
  await archiveAgentDays(centre.store, {
    ...{ exportKey, page: 1, cursorAfter: null, source, day: DAY, quarantined: [], records },
    ...{ observedAt: parseInstant(`${NEXT}T12:00:00Z`), fold: agentDayFold, merge: mergedUserDetails },
  })
}

type Turn = [clock: string, status: string]

/** On the queue from one time to another, with routing statuses that each go on until the next. */
function details(userId: string, from: string, to: string, routed: readonly Turn[]) {
  const at = (clock: string) => `${DAY}T${clock}:00.000Z`
  const stretches = (turns: readonly Turn[], name: string) =>
    turns.map(([clock, status], index) => {
      const next = turns[index + 1]
      return { startTime: at(clock), [name]: status, ...(next && { endTime: at(next[0]) }) }
    })
  const user = {
    userId,
    primaryPresence: stretches(
      [
        ['00:00', 'OFFLINE'],
        [from, 'ON_QUEUE'],
        [to, 'OFFLINE'],
      ],
      'systemPresence',
    ),
    routingStatus: stretches(routed, 'routingStatus'),
  }
  return { agentId: userId, body: archivedUserDetails(user, DAY, parseInstant(`${NEXT}T12:00:00Z`)) }
}

/** An hour of paid work. */
function planned(userId: string, from: string) {
  const activities = [{ startDate: `${DAY}T${from}:00.000Z`, lengthMinutes: 60, activityCodeId: '0' }]
  return {
    agentId: userId,
    body: {
      schedule: { user: { id: userId }, shifts: [{ activities }] },
      codes: [{ id: '0', category: 'OnQueueWork', countsAsPaidTime: true, countsTowardShrinkage: false }],
      timeZone: 'America/New_York',
    },
  }
}

function results(kpi: string, ...more: string[]): Promise<Ended> {
  const range = ['--from', DAY, '--to', more.includes('--whole') ? NEXT : DAY]
  return retally(['results', kpi, ...range, ...more.filter((each) => each !== '--whole')], {
    DATABASE_URL: centre.url,
    RETALLY_HOME: scratch.path,
  })
}

async function read(kpi: string, ...more: string[]) {
  const { stdout, stderr } = await results(kpi, ...more, '-o', 'json')
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

interface Cell {
  agent: string
  value: number | null
}

const byAgent = async (kpi: string) =>
  Object.fromEntries(
    (await read(kpi, '--by', 'agent,day', '--zone', 'America/New_York')).cells.map(
      ({ agent, value }: Cell) => [agent, value],
    ),
  )

describe('concurrency', () => {
  test('is handling where it elapsed by time interacting, by half hours', async () => {
    // 14:00 to 14:30: 10 + 10 + 10 min of handling in 20 min; to 15:00: 10 in 10. What agent-2 handled has no such time beside it.
    const { cells } = await read('concurrency', '--by', 'interval')
    const told = cells.filter(({ value }: Cell) => value !== null)
    expect(told).toMatchObject([
      { interval: `${DAY}T14:00:00.000Z/${DAY}T14:30:00.000Z`, value: 1.5 },
      { interval: `${DAY}T14:30:00.000Z/${DAY}T15:00:00.000Z`, value: 1 },
    ])
  })

  test('is by agent and day 40 min of handling in 30 min, and undefined of those of whom one half is not told', async () => {
    expect(await byAgent('concurrency')).toEqual({ 'agent-0': 4 / 3, 'agent-1': null, 'agent-2': null })
  })

  test('shows its parts and its value with two digits', async () => {
    const { stdout } = await results('concurrency')
    expect(stdout).toContain('concurrency@1: 1.50\n')
    expect(stdout).toContain('handleMs 2700000, interactingMs 1800000')
  })
})

test('contacts per hour are 0 of somebody who waited, and of all together contacts by hours', async () => {
  expect(await byAgent('contacts-per-hour')).toEqual({ 'agent-0': 3, 'agent-1': 0, 'agent-2': null })
  expect(await read('contacts-per-hour')).toMatchObject({
    value: 2,
    parts: { handled: 4, onQueueMs: 7_200_000 },
  })
})

describe('cost per contact', () => {
  test('is staff cost by contacts, in the smallest unit, with its currency', async () => {
    expect(await byAgent('cost-per-contact')).toEqual({ 'agent-0': 1_200, 'agent-2': null })
    expect(await read('cost-per-contact')).toMatchObject({ unit: 'money', currency: 'USD', value: 900 })
    expect((await results('cost-per-contact')).stdout).toContain('cost-per-contact@1: 9.00 USD\n')
    expect((await results('staff-cost', '--by', 'agent')).stdout).toMatch(/Value USD.*\n *agent-0 +36\.00 /)
  })

  test('says whose rate nobody knows, and that their time is set aside', async () => {
    const { missing, lacking } = await read('cost-per-contact')
    expect(lacking).toEqual({ rate: 4 })
    expect(missing).toContainEqual({
      ...{ lookUp: 'rate', observations: 4, setAside: 4, of: 'agent', ids: ['agent-1'], more: 0 },
    })
  })
})

test('days of which only one half is there are named with what they do to the whole', async () => {
  const { gaps } = await read('contacts-per-hour', '--whole')
  expect(gaps.oneHalf).toEqual([
    {
      has: 'average-handle-time@1',
      lacks: 'on-queue-time@1',
      makesIt: 'too high',
      days: [{ first: NEXT, last: NEXT, days: 1 }],
    },
  ])
  const { gaps: costs } = await read('cost-per-contact', '--whole')
  expect(costs.oneHalf).toMatchObject([{ has: 'average-handle-time@1', makesIt: 'too low' }])
  expect((await read('contacts-per-hour')).gaps.oneHalf).toBeUndefined()
  const { stderr } = await results('contacts-per-hour', '--whole', '-o', 'csv')
  expect(stderr).toContain(
    'gap 2026-10-21: there is only average-handle-time@1, and no on-queue-time@1, which makes the whole too high.',
  )
})

test.each([
  [
    ['contacts-per-hour', '--by', 'queue'],
    'contacts-per-hour@1 cannot be split by queue: its denominator on-queue-time@1 does not observe that.',
  ],
  [
    ['cost-per-contact', '--by', 'media'],
    'cost-per-contact@1 cannot be split by media: its numerator staff-cost@1 does not observe that.',
  ],
  [
    ['concurrency', '--percentiles', '50'],
    'concurrency@1 is not made of durations, so it has no percentiles.',
  ],
  [['concurrency', '--variant', 'industry'], 'concurrency@1 has no variant "industry".'],
  [['concurrency@2'], 'There is no KPI concurrency@2 in this build; there is concurrency@1.'],
])('%j is refused in one sentence', async ([kpi = '', ...more], sentence) => {
  const { code, stdout, stderr } = await results(kpi, ...more)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(sentence)
})

test('a half that was never computed is named, with the command that computes it', async () => {
  const empty = await freshStore()
  const { code, stderr } = await retally(['results', 'concurrency', '--from', DAY, '--to', DAY], {
    DATABASE_URL: empty.url,
    RETALLY_HOME: scratch.path,
  })
  await empty.drop()
  expect(code).toBe(2)
  expect(stderr).toContain('average-handle-time@1 was never computed in this database')
  expect(stderr).toContain('retally backfill average-handle-time@1')
})
