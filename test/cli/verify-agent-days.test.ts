/** Receipts of agents' days, whose absences other exports tell. */
import { agentDayFold, archivedUserDetails, mergedUserDetails } from '../../src/activities/fold-agent-day'
import type { AgentDaySource } from '../../src/store/archive/agent-day-snapshots'
import { archiveAgentDays } from '../../src/store/archive/archive-agent-days'
import { completeUserDetails } from '../../src/store/archive/complete-user-details'
import { beginExport } from '../../src/store/exports/begin-export'
import { type Instant, parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'
import { empty, freshStore, now, type TestStore } from '../store/stored'
import { computeAsRun, momentOf, registeredBy, verify } from './verifying'

const DAY = '2026-10-20'
const at = (clock: string) => parseInstant(`${DAY}T${clock}:00.000Z`)

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
beforeEach(() => empty(test_.store))
afterAll(() => test_.drop())

describe("a receipt of agents' days", () => {
  let exports_ = 0

  async function told(
    source: AgentDaySource,
    records: { agentId: string; body: unknown }[],
    until: Instant,
    completedAt: Instant,
  ): Promise<void> {
    const { exportKey } = await beginExport(test_.store.pool, {
      organisation: 'org',
      requestKey: `agents-${++exports_}`,
      selectionRule: source === 'schedule' ? 'schedules' : source,
      interval: parseInterval(`${DAY}T00:00:00.000Z/2026-10-21T00:00:00.000Z`),
      at: completedAt,
    })
    await archiveAgentDays(test_.store, {
      ...{ exportKey, page: 1, cursorAfter: null, source, day: DAY, records },
      ...{ quarantined: [], observedAt: until, fold: agentDayFold, merge: mergedUserDetails },
    })
    if (source === 'schedule') return
    const completion = { exportKey, dataAvailableUntil: until, settled: false, at: completedAt }
    await completeUserDetails(test_.store, completion, { day: DAY, fold: agentDayFold })
  }

  const present = (agentId: string, until: Instant) => ({
    agentId,
    body: archivedUserDetails(
      {
        userId: agentId,
        primaryPresence: [{ startTime: `${DAY}T09:00:00.000Z`, systemPresence: 'ON_QUEUE' }],
        routingStatus: [{ startTime: `${DAY}T09:00:00.000Z`, routingStatus: 'IDLE' }],
      },
      DAY,
      until,
    ),
  })
  const scheduled = (agentId: string) => ({
    agentId,
    body: {
      schedule: {
        user: { id: agentId },
        shifts: [
          { activities: [{ startDate: `${DAY}T09:00:00.000Z`, lengthMinutes: 240, activityCodeId: '0' }] },
        ],
      },
      codes: [{ id: '0', category: 'OnQueueWork', countsAsPaidTime: true, countsTowardShrinkage: false }],
      timeZone: 'America/New_York',
    },
  })

  it('is equal, also as of a moment at which the day was told of only until noon', async () => {
    const definitions = await registeredBy(test_.store, ['on-queue-time@1', 'adherence@1'])
    await told('schedule', [scheduled('agent-0'), scheduled('absent')], at('12:00'), now)
    await told('user-details', [present('agent-0', at('12:00'))], at('12:00'), now)
    const before = await computeAsRun(test_.store, [DAY], definitions)
    const evening = parseInstant('2026-10-21T06:00:00.000Z')
    await told('user-details', [present('agent-0', evening)], evening, momentOf(before) + 1)
    const after = await computeAsRun(test_.store, [DAY], definitions)
    const [old, recent] = [
      await verify(test_.store, { runKey: before }),
      await verify(test_.store, { runKey: after }),
    ]
    expect(old).toMatchObject([
      { kpi: 'adherence@1', verdict: 'equal', asOfThen: true, causes: [] },
      { kpi: 'on-queue-time@1', verdict: 'equal', asOfThen: true, causes: [] },
    ])
    expect(old[0]?.notes[0]).toContain('1 snapshot has come since: agent-0 (snapshot 2)')
    expect(recent).toMatchObject([
      { kpi: 'adherence@1', verdict: 'equal', asOfThen: false, differing: 0 },
      { kpi: 'on-queue-time@1', verdict: 'equal', asOfThen: false, differing: 0 },
    ])
    for (const index of [0, 1]) {
      expect(recent[index]?.rows).toBeGreaterThan(0)
      expect(old[index]?.outputHash).not.toBe(recent[index]?.outputHash)
    }
  })

  it('names the record that was altered', async () => {
    await told('user-details', [present('agent-0', at('12:00'))], at('12:00'), now)
    const runKey = await computeAsRun(
      test_.store,
      [DAY],
      await registeredBy(test_.store, ['on-queue-time@1']),
    )
    await test_.store.pool.query(
      `UPDATE agent_day_snapshot SET body = replace(body::text, 'T09:00', 'T11:00')::json`,
    )
    const [partition] = await verify(test_.store, { runKey })
    expect(partition?.verdict).toBe('not-equal')
    expect(partition?.causes[0]).toMatch(/^snapshot 1 of the user details of agent-0: not what was archived/)
  })
})
