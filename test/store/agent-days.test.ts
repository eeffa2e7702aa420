import { agentDayFold, archivedUserDetails, mergedUserDetails } from '../../src/activities/fold-agent-day'
import { definitionWithResults } from '../../src/cli/results/definition-with-results'
import { readResults } from '../../src/cli/results/read-results'
import { AgentDayReader } from '../../src/facts/compact-agent-day'
import { valueOfParts } from '../../src/kpis/value'
import { type AgentDaysToArchive, archiveAgentDays } from '../../src/store/archive/archive-agent-days'
import { completeUserDetails } from '../../src/store/archive/complete-user-details'
import { refoldAgentDays } from '../../src/store/archive/refold-agent-days'
import { completeExport } from '../../src/store/exports/complete-export'
import { readKnownAvailability } from '../../src/store/exports/read-known-availability'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'
import { parseZone } from '../../src/time/zone-name'
import { anExport, freshStore, now, ready, recompute, type TestStore } from './stored'

const DAY = '2026-10-20'

let test: TestStore
beforeEach(async () => {
  test = await freshStore()
})
afterEach(() => test.drop())

/** `09:00 on-queue, 10:00 offline`: each presence until the next; the last goes on. */
function user(userId: string, told: string) {
  const turns = told.split(', ').map((turn) => turn.split(' ') as [string, string])
  return {
    userId,
    primaryPresence: turns.map(([clock, presence], index) => ({
      startTime: `${DAY}T${clock}:00.000Z`,
      ...(turns[index + 1] ? { endTime: `${DAY}T${turns[index + 1]?.[0]}:00.000Z` } : {}),
      systemPresence: presence.toUpperCase().replace('-', '_'),
    })),
    routingStatus: [{ startTime: `${DAY}T00:00:00.000Z`, routingStatus: 'IDLE' }],
  }
}

function schedule(userId: string, from: string, lengthMinutes: number) {
  const activities = [{ startDate: `${DAY}T${from}:00.000Z`, lengthMinutes, activityCodeId: '0' }]
  return {
    schedule: { user: { id: userId }, shifts: [{ activities }] },
    codes: [{ id: '0', category: 'OnQueueWork', countsAsPaidTime: true, countsTowardShrinkage: false }],
    timeZone: 'America/New_York',
  }
}

const wholeDay = parseInstant('2026-10-22T00:00:00.000Z')

async function archive(page: Partial<AgentDaysToArchive> & { records: AgentDaysToArchive['records'] }) {
  const exportKey = page.exportKey ?? (await anExport(test.store)).exportKey
  return archiveAgentDays(test.store, {
    exportKey,
    page: 1,
    cursorAfter: null,
    source: 'user-details',
    day: DAY,
    quarantined: [],
    observedAt: wholeDay,
    fold: agentDayFold,
    merge: mergedUserDetails,
    ...page,
  })
}

const details = (userId: string, told: string, until = wholeDay) => ({
  agentId: userId,
  body: archivedUserDetails(user(userId, told), DAY, until),
})
const planned = (userId: string, from: string, minutes: number) => ({
  agentId: userId,
  body: schedule(userId, from, minutes),
})

/** The user details of the day are all here, as far as `until`. */
async function complete(until = wholeDay, exportKey?: number) {
  const key = exportKey ?? (await anExport(test.store)).exportKey
  await test.store.pool.query(`UPDATE export SET selection_rule = 'user-details' WHERE export_key = $1`, [
    key,
  ])
  const completion = { exportKey: key, dataAvailableUntil: until, settled: false, at: now }
  return completeUserDetails(test.store, completion, { day: DAY, fold: agentDayFold })
}

function unreadable(agentId: string | null): AgentDaysToArchive['quarantined'][number] {
  return {
    kind: 'user-details',
    conversationId: null,
    agentId,
    day: DAY,
    reason: 'malformed-instant',
    path: 'primaryPresence[0].startTime',
    detail: 'expected an ISO 8601 instant, found a text of 9 characters',
    source: 'user details job 1 page 1 item 1',
    body: { userId: agentId },
  }
}

async function factsOf(agentId: string) {
  const { rows } = await test.store.pool.query<{ body: Buffer; revision: number }>(
    'SELECT body, revision FROM agent_day_facts WHERE agent_id = $1',
    [agentId],
  )
  const found = rows[0]
  return found === undefined ? null : { revision: found.revision, ...new AgentDayReader().read(found.body) }
}

async function revisions(): Promise<number> {
  const { rows } = await test.store.pool.query('SELECT count(*)::int AS n FROM agent_day_snapshot')
  return rows[0].n
}

describe('the archive of agents’ days', () => {
  it('folds both sources of a day into its facts, whichever comes first', async () => {
    await archive({ source: 'schedule', records: [planned('agent-0', '09:00', 60)] })
    expect(await factsOf('agent-0')).toMatchObject({ knownUntil: null, presences: [] })
    await archive({ records: [details('agent-0', '00:00 offline, 09:10 on-queue, 10:00 offline')] })
    const facts = await factsOf('agent-0')
    expect(facts?.presences).toHaveLength(3)
    expect(facts?.activities).toHaveLength(1)
    expect(facts?.revision).toBe(2)
  })

  it('adds nothing for the same content, and raises no revision', async () => {
    const records = [details('agent-0', '00:00 offline, 09:10 on-queue')]
    expect(await archive({ records })).toMatchObject({ changed: 1, factsChanged: 1 })
    expect(await archive({ records })).toMatchObject({ changed: 0, factsChanged: 0 })
    expect(await revisions()).toBe(1)
    expect((await factsOf('agent-0'))?.revision).toBe(1)
  })

  it('keeps what was observed last, in whatever order it comes', async () => {
    const observedAt = parseInstant('2026-10-21T00:00:00.000Z')
    await archive({ records: [details('agent-0', '00:00 offline, 09:00 on-queue')] })
    await archive({ records: [details('agent-0', '00:00 offline, 08:00 break')], observedAt })
    expect(await revisions()).toBe(2)
    expect((await factsOf('agent-0'))?.presences[1]).toMatchObject({ presence: 'on-queue' })
  })

  it('notices that a record which goes on is known further, though it says the same', async () => {
    const morning = parseInstant(`${DAY}T10:00:00.000Z`)
    await archive({ records: [details('agent-0', '00:00 on-queue', morning)], observedAt: morning })
    expect((await factsOf('agent-0'))?.knownUntil).toBe(morning)
    const { factsChanged } = await archive({ records: [details('agent-0', '00:00 on-queue')] })
    expect(factsChanged).toBe(1)
    expect((await factsOf('agent-0'))?.knownUntil).toBe(parseInstant('2026-10-21T00:00:00.000Z'))
  })

  it('puts together what one export tells of an agent on several pages', async () => {
    const { exportKey } = await anExport(test.store)
    const first = details('agent-0', '00:00 offline, 09:00 on-queue, 10:00 break')
    const second = {
      agentId: 'agent-0',
      body: archivedUserDetails(
        {
          userId: 'agent-0',
          primaryPresence: [{ startTime: `${DAY}T11:00:00.000Z`, systemPresence: 'ON_QUEUE' }],
        },
        DAY,
        wholeDay,
      ),
    }
    await archive({ exportKey, page: 1, cursorAfter: 'more', records: [first] })
    await archive({ exportKey, page: 2, records: [second, first] })
    expect((await factsOf('agent-0'))?.presences.map(({ presence }) => presence)).toEqual([
      'offline',
      'on-queue',
      'break',
      'on-queue',
    ])
    const again = await archive({ exportKey, page: 2, records: [second] })
    expect(again).toEqual({ alreadyArchived: true, changed: 0, quarantined: 0, factsChanged: 0 })
  })

  it('keeps what cannot be read in quarantine, until the agent’s day is read', async () => {
    const quarantined = [unreadable('agent-0')]
    const open = async () =>
      (await test.store.pool.query(`SELECT agent_id FROM quarantine WHERE state = 'open'`)).rows
    await archive({ records: [], quarantined })
    expect(await open()).toEqual([{ agent_id: 'agent-0' }])
    await archive({ records: [details('agent-1', '00:00 offline')] })
    expect(await open()).toHaveLength(1)
    await archive({ records: [details('agent-0', '00:00 offline')] })
    expect(await open()).toEqual([])
  })

  it('folds again what another fold made, and finds nothing changed', async () => {
    await archive({ records: [details('agent-0', '00:00 offline'), details('agent-1', '00:00 offline')] })
    await test.store.pool.query(`UPDATE agent_day_facts SET fold = 'agent-day@0'`)
    expect(await refoldAgentDays(test.store, DAY, agentDayFold)).toBe(2)
    expect(await refoldAgentDays(test.store, DAY, agentDayFold)).toBe(0)
    expect((await factsOf('agent-0'))?.revision).toBe(1)
  })

  it('says nothing of how far conversations reach', async () => {
    const { exportKey } = await anExport(test.store)
    await test.store.pool.query(`UPDATE export SET selection_rule = 'user-details'`)
    await archive({ exportKey, records: [details('agent-0', '00:00 offline')] })
    await completeExport(test.store, { exportKey, dataAvailableUntil: wholeDay, settled: false, at: now })
    expect((await test.store.pool.query('SELECT known_until FROM known_until')).rows).toEqual([
      { known_until: null },
    ])
    expect(await readKnownAvailability(test.store.pool, 'org')).toBeNull()
  })
})

describe('an agent of whom the day’s user details tell nothing', () => {
  const schedules = { source: 'schedule' as const, records: [planned('agent-0', '09:00', 60)] }
  const absent = {
    flags: ['no-presence'],
    presences: [
      {
        start: parseInstant(`${DAY}T00:00:00.000Z`),
        end: parseInstant('2026-10-21T00:00:00.000Z'),
        presence: 'offline',
      },
    ],
  }

  it('was absent, once the export is complete, whichever of the two comes first', async () => {
    await archive(schedules)
    await archive({ records: [details('agent-1', '00:00 offline')] })
    expect(await factsOf('agent-0')).toMatchObject({ knownUntil: null, presences: [], revision: 1 })
    expect(await complete()).toBe(1)
    expect(await factsOf('agent-0')).toMatchObject({ ...absent, revision: 3 })
    const schedulesFirst = await factsOf('agent-0')

    await test.drop()
    test = await freshStore()
    await archive({ records: [details('agent-1', '00:00 offline')] })
    expect(await complete()).toBe(0)
    expect(await archive(schedules)).toMatchObject({ factsChanged: 1 })
    expect({ ...(await factsOf('agent-0')), revision: 3 }).toEqual(schedulesFirst)
  })

  it('completed again, nothing is folded otherwise, and the day is touched by the export that changed it alone', async () => {
    await archive(schedules)
    const { exportKey } = await anExport(test.store)
    expect(await complete(wholeDay, exportKey)).toBe(1)
    expect(await complete(wholeDay, exportKey)).toBe(0)
    expect(await complete()).toBe(0)
    const { rows } = await test.store.pool.query(
      `SELECT touched_days::text[] AS days FROM export WHERE selection_rule = 'user-details' ORDER BY export_key`,
    )
    expect(rows).toEqual([{ days: [DAY] }, { days: [] }])
  })

  it('is known as far as the export goes, and further when it does', async () => {
    await archive(schedules)
    const noon = parseInstant(`${DAY}T12:00:00.000Z`)
    await complete(noon)
    expect((await factsOf('agent-0'))?.knownUntil).toBe(noon)
    await complete()
    expect(await factsOf('agent-0')).toMatchObject(absent)
  })

  it('came after all, when a record of theirs is told', async () => {
    await archive(schedules)
    await complete()
    await archive({ records: [details('agent-0', '00:00 offline, 09:00 on-queue')] })
    expect(await factsOf('agent-0')).toMatchObject({ flags: [], presences: [{}, { presence: 'on-queue' }] })
  })

  it('may be the agent whose record cannot be read: nothing is concluded until it can', async () => {
    await archive(schedules)
    await archive({ records: [], quarantined: [unreadable('agent-0')] })
    await complete()
    expect(await factsOf('agent-0')).toMatchObject({ knownUntil: null, presences: [] })
    await archive({ records: [details('agent-0', '00:00 offline, 09:00 on-queue')] })
    expect((await factsOf('agent-0'))?.presences).toHaveLength(2)
  })

  it('is no longer known to be absent when a later export has a record of theirs that cannot be read', async () => {
    await archive(schedules)
    await complete()
    expect(await archive({ records: [], quarantined: [unreadable('agent-0')] })).toMatchObject({
      factsChanged: 1,
    })
    expect(await factsOf('agent-0')).toMatchObject({ knownUntil: null, presences: [] })
  })

  it('may be anybody while a record does not say whose it is, until an export comes without such', async () => {
    await archive(schedules)
    const { exportKey } = await anExport(test.store)
    await archive({ exportKey, records: [], quarantined: [unreadable(null)] })
    await complete(wholeDay, exportKey)
    expect(await factsOf('agent-0')).toMatchObject({ knownUntil: null })
    await complete()
    expect(await factsOf('agent-0')).toMatchObject(absent)
  })

  it('is found by a refold of what the fold before this one left unknown', async () => {
    await archive(schedules)
    await complete()
    const known = await factsOf('agent-0')
    await test.store.pool.query(
      `UPDATE agent_day_facts SET fold = 'agent-day@1', hash = sha256(''), body = ''`,
    )
    expect(await refoldAgentDays(test.store, DAY, agentDayFold)).toBe(1)
    expect(await factsOf('agent-0')).toEqual({ ...known, revision: 3 })
  })

  it('is seen by a schedule and an export that come at the same instant', async () => {
    for (let round = 0; round < 10; round++) {
      const agentId = `agent-${round}`
      await test.store.pool.query('DELETE FROM coverage')
      await Promise.all([
        archive({ source: 'schedule', records: [planned(agentId, '09:00', 60)] }),
        complete(),
      ])
      expect((await factsOf(agentId))?.flags).toEqual(['no-presence'])
    }
  })
})

describe('recomputing agents’ time', () => {
  let adherence: DefinitionToCompute
  let conformance: DefinitionToCompute
  let onQueue: DefinitionToCompute
  beforeEach(async () => {
    adherence = await ready(test.store, 'adherence@1')
    conformance = await ready(test.store, 'conformance@1')
    onQueue = await ready(test.store, 'on-queue-time@1')
  })

  const bring = async () => {
    await archive({
      records: [
        details('agent-0', '00:00 offline, 09:10 on-queue, 10:00 offline'),
        details('agent-1', '00:00 offline, 12:00 on-queue, 13:00 offline'),
        details('agent-2', '00:00 offline'),
      ],
    })
    await archive({
      source: 'schedule',
      records: [planned('agent-0', '09:00', 60), planned('agent-2', '09:00', 60)],
    })
  }

  it('writes a row a quarter hour, under the agent and the day, with the zone of the agent', async () => {
    await bring()
    const [done] = await recompute(test.store, DAY, [onQueue])
    expect(done).toMatchObject({ mode: 'fresh', subjectsRead: 3, rowsWritten: 8, withoutZone: 0 })
    const { rows } = await test.store.pool.query(
      `SELECT agent_id, timestamp_utc AS at, metric_value AS value, metadata ->> 'zone' AS zone, interaction_id
         FROM computed_metrics ORDER BY 1, 2 LIMIT 2`,
    )
    expect(rows).toEqual([
      {
        agent_id: 'agent-0',
        at: parseInstant(`${DAY}T09:00:00.000Z`),
        value: 300,
        zone: 'America/New_York',
        interaction_id: null,
      },
      {
        agent_id: 'agent-0',
        at: parseInstant(`${DAY}T09:15:00.000Z`),
        value: 900,
        zone: 'America/New_York',
        interaction_id: null,
      },
    ])
  })

  it('reads only the agents whose day changed, and nothing when none did', async () => {
    await bring()
    await recompute(test.store, DAY, [adherence])
    expect(await recompute(test.store, DAY, [adherence])).toMatchObject([{ mode: 'unchanged' }])
    await archive({
      records: [details('agent-0', '00:00 offline, 09:00 on-queue, 10:00 offline')],
      observedAt: wholeDay + 1,
    })
    expect(await recompute(test.store, DAY, [adherence])).toMatchObject([
      { mode: 'changed', subjectsRead: 1 },
    ])
  })

  it('is read by agent and local day, undefined for the agent who never came, and the same when cut', async () => {
    await bring()
    await recompute(test.store, DAY, [adherence])
    const asked = {
      interval: parseInterval('2026-10-20T00:00:00Z/2026-10-21T00:00:00Z'),
      by: ['agent', 'day'] as const,
      zone: parseZone('America/New_York'),
    }
    const stored = await definitionWithResults(test.store.pool, 'adherence')
    const { cells } = await readResults(test.store.pool, stored, asked)
    expect(cells?.map(({ agent, day, value }) => [agent, day, value?.toFixed(2)])).toEqual([
      ['agent-0', DAY, '83.33'],
      ['agent-2', DAY, undefined],
    ])
    const cut = await readResults(test.store.pool, stored, { ...asked, attribution: 'clip' })
    // A cell of a clip holds pieces, of which none says whether it may still change.
    expect(cut.cells).toEqual(cells?.map(({ provisional: _, ...cell }) => cell))
  })

  it('shows in the views the undefined and the infinite as `valueOfParts` does', async () => {
    await bring()
    await archive({
      source: 'schedule',
      observedAt: wholeDay + 1,
      records: [{ agentId: 'agent-1', body: { ...schedule('agent-1', '09:00', 0) } }],
    })
    await recompute(test.store, DAY, [adherence, conformance, onQueue])
    for (const { definition } of [adherence, conformance, onQueue]) {
      const { rows } = await test.store.pool.query<{ value: number | null; parts: Record<string, number> }>(
        `SELECT metric_value AS value, metadata -> 'parts' AS parts FROM computed_metrics WHERE metric_type = $1
          UNION ALL
         SELECT metric_value, parts FROM published_rollup WHERE metric_type = $1`,
        [definition.name],
      )
      expect(rows.length).toBeGreaterThan(4)
      expect(rows.map(({ value }) => value)).toEqual(
        rows.map(({ parts }) =>
          valueOfParts(
            definition,
            definition.parts.map((part) => parts[part] ?? 0),
          ),
        ),
      )
      const values = rows.map(({ value }) => value)
      if (definition === adherence.definition) expect(values).toContain(null)
      if (definition === conformance.definition) expect(values).toContain(Number.POSITIVE_INFINITY)
    }
  })
})
