import type { RunningSimulator } from '../../simulator/server'
import { readScheduleGroups } from '../../src/genesys/schedule-groups'
import { clientOf, smallOrganisation } from './simulated'

let simulator: RunningSimulator
beforeAll(async () => {
  simulator = await smallOrganisation()
})
afterEach(() => simulator.control.clearFaults())
afterAll(() => simulator.close())

test('schedule groups come as calendars in the zone of each, with their holidays written out', async () => {
  const read = await readScheduleGroups(clientOf(simulator), '2026-10-27')
  if (read.kind !== 'read') throw new Error(read.reason)
  expect(read.skipped).toEqual([])
  expect(read.groups.map(({ name, zone }) => [name, zone])).toContainEqual(['London hours', 'Europe/London'])
  const london = read.groups.find(({ name }) => name === 'London hours')
  const now = london?.editions.at(-1)
  expect(now).toMatchObject({
    zone: 'Europe/London',
    weekly: { mon: ['08:00-20:00'], fri: ['08:00-20:00', '22:00-24:00'], sat: ['00:00-06:00'] },
    dates: { '2026-10-28': [], '2026-12-24': ['08:00-12:00'], '2026-12-25': [] },
  })
})

test('that may not be seen are unavailable, with the permission that is missing', async () => {
  simulator.control.arm({ kind: 'forbidden', match: '/architect/' })
  const read = await readScheduleGroups(clientOf(simulator), '2026-10-27')
  expect(read).toMatchObject({ kind: 'unavailable', code: 'genesys.forbidden' })
})
