import type { RunningSimulator } from '../../simulator/server'
import { readAgentSchedule } from '../../src/genesys/agent-schedule'
import { readAgentSchedules, readManagementUnits } from '../../src/genesys/agent-schedules'
import type { GenesysClient } from '../../src/genesys/client'
import { parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'
import { clientOf, smallOrganisation } from './simulated'

let simulator: RunningSimulator
let client: GenesysClient

beforeAll(async () => {
  simulator = await smallOrganisation()
  client = clientOf(simulator)
})
afterEach(() => simulator.control.clearFaults())
afterAll(() => simulator.close())

const day = parseInterval('2026-10-26T00:00:00Z/2026-10-27T00:00:00Z')
const code = { id: '5', category: 'TimeOff', countsAsPaidTime: true }

describe('published schedules', () => {
  test('tell the activities of each agent of a management unit', async () => {
    const units = await readManagementUnits(client)
    if (units.kind !== 'read') throw new Error(units.reason)
    expect(units.read).toHaveLength(10)
    const found = await readAgentSchedules(client, units.read[0] as (typeof units.read)[0], day)
    if (found.kind !== 'read') throw new Error(found.reason)
    const schedules = found.read.map((raw) => readAgentSchedule(raw))
    const activities = schedules.flatMap((read) => ('schedule' in read ? read.schedule.activities : []))
    const categories = new Set(activities.map(({ category }) => category))
    expect([...categories]).toEqual(
      expect.arrayContaining(['on-queue', 'break', 'meal', 'meeting', 'training']),
    )
    expect(activities.filter(({ category }) => category === 'meal').every(({ paid }) => !paid)).toBe(true)
    expect(activities.find(({ category }) => category === 'break')).toMatchObject({
      paid: true,
      shrinkage: 'planned',
    })
  })

  test('that may not be seen are unavailable, with what to do', async () => {
    simulator.control.arm({ kind: 'forbidden', match: '/businessunits' })
    expect(await readManagementUnits(client)).toMatchObject({
      kind: 'unavailable',
      code: 'genesys.forbidden',
      advice: expect.stringContaining('wfm:businessUnit:view'),
    })
  })

  test('place a day off by the calendar of its business unit, where midnight came an hour late', () => {
    const marker = { businessUnitDate: '2026-10-26', lengthMinutes: 480, activityCodeId: '5', paid: true }
    const schedule = { user: { id: 'a' }, fullDayTimeOffMarkers: [marker] }
    const read = readAgentSchedule({ schedule, codes: [code], timeZone: 'Europe/London' })
    expect(read).toEqual({
      schedule: {
        agentId: 'a',
        activities: [
          {
            startsAt: parseInstant('2026-10-26T00:00:00Z'),
            endsAt: parseInstant('2026-10-26T08:00:00Z'),
            category: 'time-off',
            paid: true,
            shrinkage: 'planned',
          },
        ],
      },
    })
    expect(readAgentSchedule({ schedule, codes: [code], timeZone: 'Mars/Olympus' })).toMatchObject({
      problem: { reason: 'contradiction', path: 'timeZone', agentId: 'a' },
    })
  })

  test('say of an activity with a code that is gone that it was scheduled, and no more', () => {
    const activities = [{ startDate: '2026-10-26T08:00:00Z', lengthMinutes: 15, activityCodeId: 'gone' }]
    const schedule = { user: { id: 'a' }, shifts: [{ activities }] }
    expect(readAgentSchedule({ schedule, codes: [], timeZone: null })).toMatchObject({
      schedule: { activities: [{ category: 'other', paid: false, shrinkage: 'none' }] },
    })
  })

  test('that cannot be are a problem with its place', () => {
    const activities = [{ startDate: '2026-10-26T08:00:00Z', lengthMinutes: -15, activityCodeId: '1' }]
    const schedule = { user: { id: 'a' }, shifts: [{ activities }] }
    expect(readAgentSchedule({ schedule, codes: [], timeZone: null })).toMatchObject({
      problem: { reason: 'unexpected-shape', path: 'schedule.shifts[0].activities[0].lengthMinutes' },
    })
  })
})
