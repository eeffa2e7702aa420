import type { AgentLeg } from '../../src/facts/fact'
import { measureCodes } from '../../src/facts/measure'
import type { RawBusinessCalendar } from '../../src/time/business-calendar'
import { agentSession, factsOf, type LegTold, sampleFacts } from '../facts/told'
import { agentsIn, replayed, summaryOf } from './replayed'

const newYork = { agentZones: agentsIn('America/New_York') }
const atNoon = '2026-10-20T16:00:00.000Z' // 12:00 in New York

const leg = (told: Partial<LegTold>, start = atNoon) => factsOf(start, [agentSession({ talk: 300, ...told })])

describe('version 1, the rule as first published', () => {
  const v1 = 'adjusted-average-handle-time@1'

  test('is talk, hold and after-call work of the leg', () => {
    const facts = leg({ talk: 200, hold: 40, acw: 60 })
    expect(summaryOf(v1, [facts], { tables: newYork })).toEqual({
      kpi: 'adjusted-average-handle-time',
      version: 1,
      unit: 'seconds',
      value: 300,
      parts: { handleMs: 300000, legs: 1 },
      observations: 1,
      withoutZone: 0,
    })
  })

  test('a leg without the platform’s `handle` counts once its conversation is over, where its last work was posted', () => {
    const [told] = leg({ talk: 200, hold: 40, acw: 60 }).agentLegs
    const { measurements, ...rest } = told as AgentLeg
    const work: (number | string)[] = []
    for (let i = 0; i < measurements.length; i += 3)
      if (measurements[i] !== measureCodes.handle) work.push(...measurements.slice(i, i + 3))
    const over = { ...leg({}), endedAt: rest.endedAt, agentLegs: [{ ...rest, measurements: work }] }
    for (const version of [v1, 'adjusted-average-handle-time@2']) {
      expect(summaryOf(version, [over], { tables: newYork })).toMatchObject({ value: 300, observations: 1 })
      expect(summaryOf(version, [{ ...over, endedAt: null }], { tables: newYork }).observations).toBe(0)
    }
  })

  test('a leg without any work yields nothing, however it ended', () => {
    const [told] = leg({}).agentLegs
    const idle = {
      ...leg({}),
      endedAt: told?.endedAt ?? null,
      agentLegs: [{ ...(told as AgentLeg), measurements: [] }],
    }
    expect(summaryOf(v1, [idle], { tables: newYork }).observations).toBe(0)
  })

  test('an excluded leg enters as 0.0 and poisons the mean: 300, excluded, 300 give 200', () => {
    const conversations = [leg({}), leg({ code: 'IVR_SELF_SERVICE' }), leg({})]
    expect(summaryOf(v1, conversations, { tables: newYork })).toMatchObject({
      value: 200,
      parts: { handleMs: 600000, legs: 3 },
      observations: 3,
    })
  })

  test.each(['IVR_SELF_SERVICE', 'IVR_TRANSFER_EXTERNAL'])(
    '%s excludes by the name of the wrap-up code',
    (name) => {
      const tables = { ...newYork, wrapUpCodes: [{ id: 'code-7', name }] }
      expect(summaryOf(v1, [leg({ code: 'code-7' })], { tables }).parts).toEqual({ handleMs: 0, legs: 1 })
    },
  )

  test.each([
    ['2026-10-20T11:59:59.999Z', '07:59:59.999', 0],
    ['2026-10-20T12:00:00.000Z', '08:00:00.000', 300],
    ['2026-10-20T21:59:59.999Z', '17:59:59.999', 300],
    ['2026-10-20T22:00:00.000Z', '18:00:00.000', 0],
  ])('a leg that starts at %s, %s in New York, gives %d s', (start, _local, seconds) => {
    expect(summaryOf(v1, [leg({}, start)], { tables: newYork }).value).toBe(seconds)
  })

  test('the hour follows the clock: 12:30Z is business hours before the clocks go back, and not after', () => {
    const day = (start: string) => summaryOf(v1, [leg({}, start)], { tables: newYork }).value
    expect(day('2026-10-30T12:30:00.000Z')).toBe(300)
    expect(day('2026-11-02T12:30:00.000Z')).toBe(0)
  })

  test('the zone is the agent’s own, not that of the colleague in the same conversation', () => {
    const facts = factsOf('2026-10-20T06:00:00.000Z', [
      agentSession({ agent: 'kolkata', talk: 100 }),
      agentSession({ agent: 'new-york', from: 120, talk: 100 }),
    ])
    const tables = {
      agentZones: [...agentsIn('Asia/Kolkata', ['kolkata']), ...agentsIn('America/New_York', ['new-york'])],
    }
    const byAgent = summaryOf(v1, [facts], { tables, by: ['agent'] }).cells
    expect(byAgent?.map(({ agent, value }) => [agent, value])).toEqual([
      ['kolkata', 100],
      ['new-york', 0],
    ])
  })

  test('a leg of an agent without a zone is set aside and counted, whatever its wrap-up code', () => {
    const conversations = [
      leg({}),
      leg({ agent: 'unknown' }),
      leg({ agent: 'unknown', code: 'IVR_SELF_SERVICE' }),
    ]
    expect(summaryOf(v1, conversations, { tables: newYork })).toMatchObject({
      value: 300,
      observations: 1,
      withoutZone: 2,
    })
  })

  test('a leg whose after-call work goes on does not count yet', () => {
    const session = agentSession({ talk: 300, acw: 60 })
    const facts = factsOf(atNoon, [
      { ...session, measures: session.measures?.filter(([name]) => name !== 'handle') ?? [] },
    ])
    expect(replayed(v1, [{ ...facts, endedAt: null }], { tables: newYork })).toEqual([])
  })

  test('a leg counts in the interval where its after-call work ended', () => {
    const facts = leg({ talk: 300, acw: 1800 }) // alert 5 s, so over at 16:35:05Z
    const { cells } = summaryOf(v1, [facts], { tables: newYork, by: ['interval'] })
    expect(cells?.map((cell) => cell.interval)).toEqual(['2026-10-20T16:30:00.000Z/2026-10-20T17:00:00.000Z'])
  })

  test('an agent who did not respond and still got after-call work counts with that alone', () => {
    const session = {
      purpose: 'agent',
      agent: 'agent-1',
      segments: [
        ['alert', 0, 12],
        ['wrapup', 12, 73],
      ] as const,
      measures: [
        ['alert', 12000, 12],
        ['not-responding', 12000, 12],
        ['after-call-work', 57000, 69],
        ['handle', 57000, 69],
      ] as const,
    }
    expect(summaryOf(v1, [factsOf(atNoon, [session])], { tables: newYork }).value).toBe(57)
  })

  test('a chat at 08:27 in New York gives 374.561 + 544.176 s (sample 02)', () => {
    const tables = { agentZones: agentsIn('America/New_York', ['50fcd33c-f432-4726-abc9-979f3ca01555']) }
    expect(summaryOf(v1, sampleFacts('02-details-chat-complete.json'), { tables })).toMatchObject({
      value: 918.737,
      parts: { handleMs: 918737, legs: 1 },
    })
  })
})

describe('version 2, with its mistakes mended', () => {
  const v2 = 'adjusted-average-handle-time@2'
  const office: RawBusinessCalendar = {
    weekly: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] },
    holidays: ['2026-10-27'],
  }
  const night: RawBusinessCalendar = {
    weekly: { fri: ['22:00-06:00'], sat: ['22:00-06:00'] },
    holidays: ['2026-10-31'],
  }
  const at = (site: string | null, calendar: RawBusinessCalendar, zone = 'America/New_York') => ({
    agentZones: agentsIn(zone, ['agent-1'], 'new-york'),
    siteCalendars: [{ site, calendar }],
  })

  test('an excluded leg yields no observation: 300, excluded, 300 give 300', () => {
    const conversations = [leg({}), leg({ code: 'IVR_TRANSFER_EXTERNAL' }), leg({})]
    expect(summaryOf(v2, conversations, { tables: newYork })).toMatchObject({
      value: 300,
      parts: { handleMs: 600000, legs: 2 },
      observations: 2,
    })
  })

  test('a colleague who was only consulted is no second contact', () => {
    const facts = factsOf(atNoon, [
      { purpose: 'customer', segments: [['interact', 0, 400]] },
      agentSession({ talk: 300, peer: 0 }),
      agentSession({ agent: 'ben', from: 100, talk: 60, peer: 1 }),
    ])
    const tables = { agentZones: agentsIn('America/New_York', ['agent-1', 'ben']) }
    expect(summaryOf(v2, [facts], { tables }).parts).toEqual({ handleMs: 300000, legs: 1 })
    expect(summaryOf('adjusted-average-handle-time@1', [facts], { tables }).parts).toEqual({
      handleMs: 360000,
      legs: 2,
    })
  })

  test('a site without a calendar keeps the hours of version 1', () => {
    expect(summaryOf(v2, [leg({}, '2026-10-20T11:59:59.999Z')], { tables: newYork }).observations).toBe(0)
    expect(summaryOf(v2, [leg({}, '2026-10-25T12:00:00.000Z')], { tables: newYork }).observations).toBe(1)
  })

  test.each([
    ['2026-10-26T13:00:00.000Z', 'Monday 09:00', 1],
    ['2026-10-26T12:30:00.000Z', 'Monday 08:30', 0],
    ['2026-10-27T15:00:00.000Z', 'a holiday', 0],
    ['2026-10-28T15:00:00.000Z', 'a day without windows', 0],
  ])('by the calendar of the site, %s (%s) gives %d observations', (start, _when, count) => {
    expect(summaryOf(v2, [leg({}, start)], { tables: at('new-york', office) }).observations).toBe(count)
  })

  test('the calendar without a site serves every site that has none of its own', () => {
    const monday = leg({}, '2026-10-26T12:30:00.000Z')
    expect(summaryOf(v2, [monday], { tables: at(null, office) }).observations).toBe(0)
    expect(summaryOf(v2, [monday], { tables: at('sydney', office) }).observations).toBe(1)
  })

  test.each([
    ['2026-10-31T05:30:00.000Z', 'in the night shift of Friday, though Saturday is a holiday', 1],
    ['2026-11-01T02:30:00.000Z', 'Saturday 22:30, a holiday', 0],
    ['2026-10-25T02:30:00.000Z', 'Saturday 22:30', 1],
    ['2026-10-25T09:59:59.999Z', 'Sunday 05:59:59.999', 1],
    ['2026-10-25T10:00:00.000Z', 'Sunday 06:00', 0],
  ])('in a calendar with nights, %s (%s) gives %d observations', (start, _when, count) => {
    expect(summaryOf(v2, [leg({}, start)], { tables: at('new-york', night) }).observations).toBe(count)
  })

  test('transfers at both 01:30s of the night the clocks go back count, on one local day and in two intervals', () => {
    const openNight = { ...night, holidays: [] }
    const conversations = ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'].map((start) =>
      leg({}, start),
    )
    const tables = at('new-york', openNight)
    expect(summaryOf(v2, conversations, { tables, by: ['day'] }).cells).toMatchObject([
      { day: '2026-11-01', observations: 2, value: 300 },
    ])
    expect(
      summaryOf(v2, conversations, { tables, by: ['interval'] }).cells?.map((cell) => cell.interval),
    ).toEqual([
      '2026-11-01T05:30:00.000Z/2026-11-01T06:00:00.000Z',
      '2026-11-01T06:30:00.000Z/2026-11-01T07:00:00.000Z',
    ])
  })

  test('parameters set the excluded wrap-up codes and the hours of sites without a calendar', () => {
    const parameters = { excludedWrapUpCodes: ['SPAM'], businessHours: { tue: ['12:00-12:01'] } }
    const observed = (told: Partial<LegTold>, start?: string) =>
      replayed(v2, [leg(told, start)], { tables: newYork, parameters }).length
    expect(observed({ code: 'SPAM' })).toBe(0)
    expect(observed({ code: 'IVR_SELF_SERVICE' })).toBe(1)
    expect(observed({}, '2026-10-20T16:01:00.000Z')).toBe(0)
  })

  test('without a zone a leg is set aside, unless it is excluded in any zone', () => {
    const conversations = [leg({ agent: 'unknown' }), leg({ agent: 'unknown', code: 'IVR_SELF_SERVICE' })]
    expect(summaryOf(v2, conversations, { tables: newYork })).toMatchObject({
      value: null,
      observations: 0,
      withoutZone: 1,
    })
  })
})
