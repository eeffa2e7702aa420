import { Chance } from '../../simulator/random'
import { Demand } from '../../simulator/world/demand'
import { localTimeAt } from '../../simulator/world/local-time'
import { isAtWork, shifts } from '../../simulator/world/shift'
import { sites } from '../../simulator/world/site'
import { Staffing } from '../../simulator/world/staffing'
import { buildWorld } from '../../simulator/world/world'
import { type Client, exportInterval, start } from './client'

const at = (text: string) => Date.parse(text)

describe('the virtual clock decides what has happened yet', () => {
  let client: Client
  beforeEach(async () => {
    client = await start()
  })
  afterEach(() => client.simulator.close())

  test('nothing later than data availability shows in a job, and the rest of the record is still open', async () => {
    client.simulator.control.setClock('2026-10-23T14:00:00Z')
    const found = await exportInterval(client, '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z')
    const limit = '2026-10-23T12:00:00.000Z'
    expect(found.length).toBeGreaterThan(20)
    for (const conversation of found) {
      expect(conversation.conversationStart <= limit).toBe(true)
      for (const { segments, metrics } of conversation.participants.flatMap(({ sessions }) => sessions)) {
        for (const { segmentStart, segmentEnd = '' } of segments)
          expect([segmentStart, segmentEnd].every((one) => one <= limit)).toBe(true)
        for (const { emitDate } of metrics) expect(emitDate <= limit).toBe(true)
      }
    }
    expect(found.some(({ conversationEnd }) => conversationEnd === undefined)).toBe(true)
  })

  test('records change as time goes on, and the truth names exactly those that changed', async () => {
    const { control } = client.simulator
    // From long before: whether a customer came back shows up to fifteen days after the conversation was over.
    const interval = '2026-10-01T00:00:00Z/2026-10-25T00:00:00Z'
    control.setClock('2026-10-24T02:00:00Z')
    const before = new Map(
      (await exportInterval(client, interval)).map((one) => [one.conversationId, JSON.stringify(one)]),
    )
    control.setClock('2026-10-25T02:00:00Z')
    const after = await exportInterval(client, interval)
    const changed = after
      .filter((one) => before.get(one.conversationId) !== JSON.stringify(one))
      .map((one) => one.conversationId)
    expect(changed.length).toBeGreaterThan(30)
    expect([...changed].sort()).toEqual(
      [...control.truth.changed(at('2026-10-24T00:00:00Z'), at('2026-10-25T00:00:00Z'))].sort(),
    )
  })

  test('some after-call work reaches the record only days after it ended', async () => {
    const { control } = client.simulator
    const interval = '2026-10-20T00:00:00Z/2026-10-30T00:00:00Z'
    control.setClock('2026-10-30T02:00:00Z')
    const early = await exportInterval(client, interval)
    control.setClock('2026-11-04T02:00:00Z')
    const late = new Map((await exportInterval(client, interval)).map((one) => [one.conversationId, one]))
    const cameLate = early.flatMap((conversation) => {
      const known = new Set(JSON.stringify(conversation).match(/"tHandle","value":\d+,"emitDate":"[^"]+"/g))
      const now =
        JSON.stringify(late.get(conversation.conversationId)).match(
          /"tHandle","value":\d+,"emitDate":"[^"]+"/g,
        ) ?? []
      return now.filter(
        (metric) => !known.has(metric) && (metric.match(/2026-[^"]+/)?.[0] ?? '') < '2026-10-29',
      )
    })
    expect(cameLate.length).toBeGreaterThan(0)
  })

  test('an e-mail that ended opens again days later', async () => {
    const { control } = client.simulator
    control.setClock('2026-10-30T00:00:00Z')
    const ended = new Map<string, string>()
    const reopened = new Set<string>()
    for (const now of ['2026-10-22T02:00:00Z', '2026-10-24T02:00:00Z', '2026-10-26T02:00:00Z']) {
      control.setClock(now)
      for (const one of await exportInterval(client, '2026-10-20T00:00:00Z/2026-10-27T00:00:00Z')) {
        const before = ended.get(one.conversationId)
        if (before !== undefined && before !== one.conversationEnd) reopened.add(one.conversationId)
        if (one.conversationEnd !== undefined) ended.set(one.conversationId, one.conversationEnd)
      }
    }
    const emails = new Set(
      control.truth
        .conversations(at('2026-10-20T00:00:00Z'), at('2026-10-27T00:00:00Z'))
        .filter(({ scenario }) => scenario === 'reopened-email')
        .map(({ conversationId }) => conversationId),
    )
    expect([...reopened].some((id) => emails.has(id))).toBe(true)
  })

  test('a few customer legs stay open for some sixty days', async () => {
    client.simulator.control.setClock('2026-11-05T06:00:00Z')
    const found = await exportInterval(client, '2026-11-04T00:00:00Z/2026-11-05T00:00:00Z')
    const old = found.filter(
      (one) => one.conversationStart < '2026-09-20' && one.conversationEnd === undefined,
    )
    expect(old.length).toBeGreaterThan(3)
    client.simulator.control.setClock('2027-01-20T00:00:00Z')
    expect((await exportInterval(client, '2027-01-10T00:00:00Z/2027-01-11T00:00:00Z')).length).toBe(0)
  })

  test('the control endpoint moves the clock, and availability follows', async () => {
    const { url } = client.simulator
    const moved = await fetch(`${url}/simulator/clock`, {
      method: 'POST',
      body: '{"now":"2026-10-30T10:00:00Z"}',
    })
    expect(await moved.json()).toMatchObject({
      now: '2026-10-30T10:00:00.000Z',
      dataAvailabilityDate: '2026-10-30T08:00:00.000Z',
    })
    await fetch(`${url}/simulator/clock`, { method: 'POST', body: '{"advanceSeconds":90}' })
    expect(client.simulator.control.now()).toBe('2026-10-30T10:01:30.000Z')
    const refused = await fetch(`${url}/simulator/clock`, { method: 'POST', body: '{"now":"tomorrow"}' })
    expect(refused.status).toBe(400)
  })

  test.each([
    [
      '{"advanceSecond":90}',
      'There is no field of the clock "advanceSecond"; there are now, advanceSeconds, availabilityLagSeconds',
    ],
    ['{"advanceSeconds":"90"}', "The clock's advanceSeconds must be a number"],
  ])('the control endpoint refuses %s and leaves the clock alone', async (order, sentence) => {
    const before = client.simulator.control.now()
    const refused = await fetch(`${client.simulator.url}/simulator/clock`, { method: 'POST', body: order })
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { message: string }).message).toBe(sentence)
    expect(client.simulator.control.now()).toBe(before)
  })
})

describe('the world keeps local time', () => {
  const demand = new Demand(sites)
  const dayNumber = (date: string) => at(`${date}T00:00:00Z`) / 86_400_000

  test('a working day brings more than a weekend', () => {
    expect(demand.factorOf(dayNumber('2026-10-21'))).toBeGreaterThan(
      2 * demand.factorOf(dayNumber('2026-10-25')),
    )
  })

  test('an average week is seven average days', () => {
    const week = [19, 20, 21, 22, 23, 24, 25].map((date) => demand.factorOf(dayNumber(`2026-10-${date}`)))
    expect(week.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(7, 0)
  })

  test('arrivals follow each site’s own clock: mornings are busy everywhere, nights are not', () => {
    const chance = new Chance('test')
    for (const site of sites) {
      const arrivals = Array.from({ length: 20_000 }, () => demand.arrival(dayNumber('2026-10-21'), chance))
        .filter((arrival) => arrival.site === site)
        .map((arrival) => localTimeAt(arrival.at, site.zone).minuteOfDay / 60)
      const between = (from: number, to: number) =>
        arrivals.filter((one) => one >= from && one < to).length / arrivals.length
      expect(between(9, 12)).toBeGreaterThan(0.2)
      expect(between(1, 4)).toBeLessThan(0.03)
    }
  })

  test('a site whose clocks move by half an hour is read right on both sides of the change', () => {
    expect(localTimeAt(at('2026-10-03T15:29:00Z'), 'Australia/Lord_Howe').minuteOfDay).toBe(1 * 60 + 59)
    expect(localTimeAt(at('2026-10-03T15:31:00Z'), 'Australia/Lord_Howe').minuteOfDay).toBe(2 * 60 + 31)
  })

  test('an overnight shift belongs to the weekday on which it opens', () => {
    const overnight = shifts.find(({ name }) => name === 'overnight')
    if (!overnight) throw new Error('No overnight shift')
    const mondayOnly = [true, false, false, false, false, false, false]
    expect(isAtWork(overnight, mondayOnly, { weekday: 0, minuteOfDay: 22 * 60 })).toBe(true)
    expect(isAtWork(overnight, mondayOnly, { weekday: 1, minuteOfDay: 2 * 60 })).toBe(true)
    expect(isAtWork(overnight, mondayOnly, { weekday: 0, minuteOfDay: 2 * 60 })).toBe(false)
    expect(isAtWork(overnight, mondayOnly, { weekday: 1, minuteOfDay: 22 * 60 })).toBe(false)
  })

  test('agents are alerted while on shift by their own site’s clock, some of them overnight', async () => {
    const client = await start({ now: '2026-11-20T00:00:00Z' })
    try {
      const world = buildWorld('retally', 20)
      const staffing = new Staffing(world)
      const agents = new Map(world.agents.map((agent) => [agent.id, agent]))
      let overnight = 0
      for (const { participants } of await exportInterval(
        client,
        '2026-10-24T00:00:00Z/2026-10-27T00:00:00Z',
      )) {
        for (const { userId, sessions } of participants) {
          const agent = agents.get(userId ?? '')
          const alert = sessions[0]?.segments.find(({ segmentType }) => segmentType === 'alert')
          if (!agent || !alert) continue
          const ends = [alert.segmentStart, alert.segmentEnd ?? ''].map(at)
          expect(ends.some((end) => staffing.atWork(agent.site, end).includes(agent))).toBe(true)
          if (agent.shift.name === 'overnight') overnight++
        }
      }
      expect(overnight).toBeGreaterThan(10)
    } finally {
      await client.simulator.close()
    }
  })
})
