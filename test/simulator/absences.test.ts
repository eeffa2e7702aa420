import type { SimulatorOptions } from '../../simulator/options'
import { type Client, start } from './client'

const jobs = '/api/v2/analytics/users/details/jobs'
const wfm = '/api/v2/workforcemanagement'
const from = '2026-10-27T00:00:00Z'
const to = '2026-10-28T00:00:00Z'
const small: SimulatorOptions = { conversationsPerDay: 0, agentsPerSite: 10 }

describe('agents who stay away', () => {
  let client: Client
  beforeAll(async () => {
    client = await start({ ...small, absences: 0.3, tellsUnchangedUsers: false })
  })
  afterAll(() => client.simulator.close())

  const hours = (of = client) => of.simulator.control.truth.agentHours(Date.parse(from), Date.parse(to))

  async function toldUsers(of = client): Promise<string[]> {
    const { jobId } = (await of.post(jobs, { interval: `${from}/${to}` })).body
    for (let poll = 0; poll < 3; poll++) await of.get(`${jobs}/${jobId}`)
    const { body } = await of.get(`${jobs}/${jobId}/results?pageSize=1000`)
    return body.userDetails.map(({ userId }: { userId: string }) => userId)
  }

  async function categoriesOf(userId: string): Promise<string[]> {
    const found: string[] = []
    for (const { id, businessUnit } of (await client.get(`${wfm}/managementunits?pageSize=100`)).body
      .entities) {
      const codes = (await client.get(`${wfm}/businessunits/${businessUnit.id}/activitycodes`)).body.entities
      const search = `${wfm}/managementunits/${id}/agentschedules/search`
      const { body } = await client.post(search, { startDate: from, endDate: to, userIds: [userId] })
      for (const { shifts } of body.result.agentSchedules)
        for (const { activities } of shifts)
          for (const { activityCodeId } of activities)
            found.push(codes.find(({ id }: { id: string }) => id === activityCodeId).category)
    }
    return found
  }

  test('are in no user details of a day on which their status did not change, and in its account', async () => {
    const told = new Set(await toldUsers())
    const untold = hours().filter(({ userId }) => !told.has(userId))
    expect(untold.filter(({ scheduled }) => scheduled > 0).length).toBeGreaterThan(5)
    for (const { loggedIn, due, undone, absent } of untold) {
      expect(loggedIn).toBe(0)
      expect(undone).toBe(due)
      expect(absent).toBe(due)
    }
  })

  test('have a published schedule: time off or training from start to end, or work nobody did', async () => {
    const untold = new Set(await toldUsers())
    const away = hours().filter(({ userId, scheduled }) => !untold.has(userId) && scheduled > 0)
    const kinds = new Set<string>()
    for (const { userId, timeOff, lostByPlan, lostAgainstPlan, scheduled } of away) {
      const categories = new Set(await categoriesOf(userId))
      if (categories.has('OnQueueWork')) {
        kinds.add('no-show')
        expect(lostAgainstPlan).toBeGreaterThan(0)
      } else {
        kinds.add([...categories].join())
        expect(lostByPlan).toBe(scheduled)
        expect(timeOff).toBe(categories.has('TimeOff') ? scheduled : 0)
      }
    }
    expect([...kinds].sort()).toEqual(['TimeOff', 'Training', 'no-show'])
  })

  test('make up what is lost with what those who came lost, and nothing more than they all account for', () => {
    for (const {
      loggedIn,
      absent,
      timeOff,
      lostByPlan,
      lostAgainstPlan,
      accountable,
      scheduled,
      paid,
    } of hours()) {
      expect(accountable).toBeLessThanOrEqual(loggedIn + absent + timeOff)
      expect(lostByPlan + lostAgainstPlan).toBeLessThanOrEqual(accountable)
      expect(absent + timeOff).toBeLessThanOrEqual(lostByPlan + lostAgainstPlan)
      expect(paid).toBeLessThanOrEqual(scheduled)
    }
  })

  test('are few unless they are asked for, and everybody is told', async () => {
    const usual = await start(small)
    try {
      expect(await toldUsers(usual)).toHaveLength(50)
      const share = (of: Client) => {
        const [absent, off, due] = hours(of).reduce(
          ([a, b, c], each) => [a + each.absent, b + each.timeOff, c + each.due],
          [0, 0, 0],
        )
        return (absent + off) / (due + off)
      }
      expect(share(usual)).toBeLessThan(0.1)
      expect(share(client)).toBeGreaterThan(0.2)
    } finally {
      await usual.simulator.close()
    }
  })

  test('a share of shifts is from 0 to 1', async () => {
    await expect(start({ absences: 1.5 })).rejects.toThrow('absences must be a share from 0 to 1, not 1.5')
  })
})
