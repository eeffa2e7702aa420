import { type Client, exportInterval, start } from './client'
import { misfits } from './sdk-models'

const jobs = '/api/v2/analytics/users/details/jobs'
const aggregates = '/api/v2/analytics/users/aggregates/query'
const wfm = '/api/v2/workforcemanagement'
const day = '2026-10-27T00:00:00Z/2026-10-28T00:00:00Z'

interface Shown {
  startTime: string
  endTime?: string
  systemPresence?: string
  routingStatus?: string
}
interface UserDetail {
  userId: string
  primaryPresence: Shown[]
  routingStatus: Shown[]
}

describe('the agents of the simulated organisation', () => {
  let client: Client
  beforeAll(async () => {
    client = await start({ conversationsPerDay: 600 })
  })
  afterAll(() => client.simulator.close())

  async function usersOf(interval: string, pageSize = 1_000): Promise<UserDetail[]> {
    const { jobId } = (await client.post(jobs, { interval })).body
    for (let poll = 0; poll < 3; poll++) await client.get(`${jobs}/${jobId}`)
    const found: UserDetail[] = []
    let cursor = ''
    do {
      const { body } = await client.get(`${jobs}/${jobId}/results?pageSize=${pageSize}${cursor}`)
      expect(misfits(body, 'AnalyticsUserDetailsAsyncQueryResponse')).toEqual([])
      found.push(...body.userDetails)
      cursor = body.cursor ? `&cursor=${encodeURIComponent(body.cursor)}` : ''
    } while (cursor !== '')
    return found
  }

  test('a user details job tells everybody by pages, and the same whatever their size', async () => {
    const whole = await usersOf(day)
    expect(whole).toHaveLength(100)
    expect(await usersOf(day, 30)).toEqual(whole)
  })

  test('presences and routing statuses touch the interval and leave no gap', async () => {
    for (const { primaryPresence, routingStatus } of await usersOf(day)) {
      for (const records of [primaryPresence, routingStatus]) {
        expect(records.length).toBeGreaterThan(0)
        for (const [index, record] of records.entries()) {
          expect(record.startTime < '2026-10-28').toBe(true)
          expect((record.endTime ?? '9') > '2026-10-27').toBe(true)
          const next = records[index + 1]
          if (next) expect(record.endTime).toBe(next.startTime)
        }
      }
    }
  })

  test('what goes on at data availability has no end', async () => {
    const lastDay = await usersOf('2026-11-05T00:00:00Z/2026-11-06T00:00:00Z')
    for (const { primaryPresence, routingStatus } of lastDay) {
      expect(primaryPresence.at(-1)).not.toHaveProperty('endTime')
      expect(routingStatus.at(-1)).not.toHaveProperty('endTime')
      expect(primaryPresence.slice(0, -1).every(({ endTime }) => endTime !== undefined)).toBe(true)
    }
  })

  test('routing has work to do only while the presence is on queue', async () => {
    for (const { primaryPresence, routingStatus } of await usersOf(day)) {
      const onQueue = total(primaryPresence, (each) => each.systemPresence === 'ON_QUEUE')
      const routed = total(routingStatus, (each) => each.routingStatus !== 'OFF_QUEUE')
      expect(routed).toBe(onQueue)
    }
  })

  test('whoever talks to a customer while on queue is interacting', async () => {
    const users = new Map((await usersOf(day)).map((user) => [user.userId, user]))
    let checked = 0
    for (const { participants } of await exportInterval(client, day)) {
      for (const { userId, sessions } of participants) {
        for (const { segments } of userId === undefined ? [] : sessions) {
          for (const { segmentType, segmentStart, segmentEnd, queueId } of segments) {
            if (segmentType !== 'interact' || queueId === undefined) continue
            const middle = (at(segmentStart) + at(segmentEnd ?? segmentStart)) / 2
            if (middle < at('2026-10-27') || middle >= at('2026-10-28')) continue
            const user = users.get(userId as string) as UserDetail
            const on = user.primaryPresence.find(covers(middle))
            if (on?.systemPresence !== 'ON_QUEUE') continue
            expect(user.routingStatus.find(covers(middle))?.routingStatus).toBe('INTERACTING')
            checked++
          }
        }
      }
    }
    expect(checked).toBeGreaterThan(50)
  })

  test('user aggregates are the records of the job, cut at the interval', async () => {
    const interval = '2026-10-27T06:10:00Z/2026-10-27T18:40:00Z'
    const [from = '', to = ''] = interval.split('/')
    const { body } = await client.post(aggregates, {
      interval,
      groupBy: ['userId'],
      metrics: ['tAgentRoutingStatus', 'tSystemPresence', 'tOrganizationPresence'],
    })
    expect(misfits(body, 'UserAggregateQueryResponse')).toEqual([])
    const said = new Map<string, number>()
    for (const { group, data } of body.results) {
      for (const { metric, qualifier, stats } of data[0].metrics) {
        if (metric !== 'tOrganizationPresence') said.set(`${group.userId} ${qualifier}`, stats.sum)
      }
    }
    const told = new Map<string, number>()
    for (const { userId, primaryPresence, routingStatus } of await usersOf(interval)) {
      for (const record of [...primaryPresence, ...routingStatus]) {
        const length = Math.min(at(record.endTime ?? to), at(to)) - Math.max(at(record.startTime), at(from))
        // IDLE is a presence as well, but one that nobody here shows.
        const key = `${userId} ${record.systemPresence ?? record.routingStatus}`
        if (length > 0) told.set(key, (told.get(key) ?? 0) + length)
      }
    }
    expect(said).toEqual(told)
  })

  test('user aggregates know users only, in the platform’s words', async () => {
    const query = { interval: day, metrics: ['tSystemPresence'] }
    const byQueue = await client.post(aggregates, { ...query, groupBy: ['queueId'] })
    expect(byQueue).toMatchObject({ status: 400, body: { code: 'invalid.value' } })
    expect(byQueue.body.message).toContain('[UserAggregateDimension]. Allowable values are: userId')
  })

  test('published schedules fill each shift without a gap, and follow the site’s clock where it changes', async () => {
    const units = (await client.get(`${wfm}/managementunits?pageSize=100`)).body.entities
    const lengths = new Set<number>()
    for (const { id, timeZone } of units) {
      const { body } = await client.post(`${wfm}/managementunits/${id}/agentschedules/search`, {
        startDate: '2026-10-31T00:00:00Z',
        endDate: '2026-11-02T00:00:00Z',
      })
      expect(misfits(body, 'BuAsyncAgentSchedulesSearchResponse')).toEqual([])
      expect(body.result.businessUnitTimeZone).toBe(timeZone)
      for (const { shifts } of body.result.agentSchedules) {
        for (const { startDate, lengthMinutes, activities } of shifts) {
          let reached = at(startDate)
          for (const activity of activities) {
            expect(at(activity.startDate)).toBe(reached)
            reached += activity.lengthMinutes * 60_000
          }
          expect(reached).toBe(at(startDate) + lengthMinutes * 60_000)
          if (timeZone === 'America/New_York' && startDate.startsWith('2026-11-01T00:00'))
            lengths.add(lengthMinutes)
        }
      }
    }
    // 20:00 to 06:30, through the hour that New York had twice.
    expect([...lengths]).toEqual([11.5 * 60])
  })

  test('activity codes say what is paid and what is shrinkage', async () => {
    const unit = (await client.get(`${wfm}/businessunits`)).body.entities[0]
    const { body } = await client.get(`${wfm}/businessunits/${unit.id}/activitycodes`)
    expect(misfits(body, 'BusinessUnitActivityCodeListing')).toEqual([])
    const meal = body.entities.find(({ category }: { category: string }) => category === 'Meal')
    expect(meal).toMatchObject({ countsAsPaidTime: false, countsTowardShrinkage: true })
  })

  test.each([
    [jobs, 'analytics:userDetail:view'],
    [aggregates, 'analytics:userAggregate:view'],
    [`${wfm}/managementunits/x/agentschedules/search`, 'wfm:publishedSchedule:view'],
  ])('forbidden, %s names the permission that is missing', async (path, permission) => {
    client.simulator.control.arm({ kind: 'forbidden' })
    const { status, body } = await client.post(path, {})
    expect(status).toBe(403)
    expect(body.message).toContain(permission)
  })
})

const at = (text: string) => Date.parse(text)

function covers(instant: number) {
  return ({ startTime, endTime }: Shown) =>
    at(startTime) <= instant && (endTime === undefined || at(endTime) > instant)
}

function total(records: readonly Shown[], isWanted: (record: Shown) => boolean): number {
  const from = Math.max(...records.slice(0, 1).map(({ startTime }) => at(startTime)), at('2026-10-27'))
  return records
    .filter(isWanted)
    .reduce(
      (sum, { startTime, endTime }) =>
        sum +
        Math.max(0, Math.min(at(endTime ?? '2026-10-28'), at('2026-10-28')) - Math.max(at(startTime), from)),
      0,
    )
}
