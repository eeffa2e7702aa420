import type { WireConversation } from '../../simulator/details/wire'
import { aggregatesPath, type Client, exportInterval, start } from './client'

interface Total {
  count: number
  sum: number
}

/** A recount of the details: what each metric comes to per half hour, queue and medium, by emission. */
function recount(
  conversations: readonly WireConversation[],
  from: string,
  to: string,
  stepMs: number,
): Map<string, Total> {
  const totals = new Map<string, Total>()
  for (const conversation of conversations) {
    for (const { sessions } of conversation.participants) {
      for (const { mediaType, metrics, segments } of sessions) {
        const queueId = segments.find((segment) => segment.queueId)?.queueId ?? ''
        for (const { name, value, emitDate } of metrics) {
          if (emitDate < from || emitDate >= to) continue
          const step = Math.floor((Date.parse(emitDate) - Date.parse(from)) / stepMs)
          const key = `${step}/${queueId}/${mediaType}/${name}`
          const known = totals.get(key) ?? { count: 0, sum: 0 }
          totals.set(key, { count: known.count + 1, sum: known.sum + value })
        }
      }
    }
  }
  return totals
}

/** The same totals as the aggregates query tells them. */
async function told(
  client: Client,
  from: string,
  to: string,
  granularity: string,
  metrics: string[],
  stepMs: number,
) {
  const { body } = await client.post(aggregatesPath, {
    interval: `${from}/${to}`,
    granularity,
    groupBy: ['queueId', 'mediaType'],
    metrics,
  })
  const totals = new Map<string, Total>()
  for (const { group, data } of body.results) {
    for (const piece of data) {
      const step = (Date.parse(piece.interval.split('/')[0]) - Date.parse(from)) / stepMs
      for (const { metric, stats } of piece.metrics) {
        totals.set(`${step}/${group.queueId ?? ''}/${group.mediaType}/${metric}`, {
          count: stats.count,
          sum: stats.sum ?? stats.count,
        })
      }
    }
  }
  return totals
}

const metrics = [
  ...['nOffered', 'nOverSla', 'nTransferred', 'nConnected', 'nOutbound', 'nError', 'nConsult'],
  ...['tAcd', 'tAnswered', 'tAbandon', 'tShortAbandon', 'tFlowOut', 'tAlert', 'tNotResponding', 'tConnected'],
  ...[
    'tTalk',
    'tTalkComplete',
    'tHeld',
    'tHeldComplete',
    'tAcw',
    'tHandle',
    'tDialing',
    'tContacting',
    'tVoicemail',
  ],
]

describe('conversation aggregates come from the account of what happened', () => {
  let client: Client
  beforeAll(async () => {
    client = await start({ conversationsPerDay: 500, now: '2027-01-20T00:00:00Z' })
  })
  afterAll(() => client.simulator.close())

  test('they agree with a recount of the details, metric by metric, queue by queue, half hour by half hour', async () => {
    const [from, to] = ['2026-10-25T00:00:00.000Z', '2026-10-27T00:00:00.000Z']
    const details = await exportInterval(client, `${from}/${to}`)
    const counted = recount(details, from, to, 1_800_000)
    const account = await told(client, from, to, 'PT30M', metrics, 1_800_000)
    expect(account.size).toBeGreaterThan(2_000)
    for (const [key] of [...counted].filter(([key]) => !metrics.includes(key.split('/')[3] ?? '')))
      counted.delete(key)
    expect(Object.fromEntries(account)).toEqual(Object.fromEntries(counted))
  })

  test('they agree with the totals the truth endpoint tells', async () => {
    const url = `${client.simulator.url}/simulator/truth/totals?from=2026-10-25T00:00:00Z&to=2026-10-26T00:00:00Z`
    const { totals } = (await (await fetch(url)).json()) as {
      totals: { metric: string; count: number; sum: number }[]
    }
    const handled = totals
      .filter(({ metric }) => metric === 'tHandle')
      .reduce((sum, total) => sum + total.sum, 0)
    const { body } = await client.post(aggregatesPath, {
      interval: '2026-10-25T00:00:00Z/2026-10-26T00:00:00Z',
      metrics: ['tHandle'],
    })
    const sums = body.results.map(
      (result: { data: { metrics: { stats: { sum: number } }[] }[] }) =>
        result.data[0]?.metrics[0]?.stats.sum,
    )
    expect(sums.reduce((sum: number, one: number) => sum + one, 0)).toBe(handled)
  })

  test('service level and wait follow from their parts', async () => {
    const { body } = await client.post(aggregatesPath, {
      interval: '2026-10-20T00:00:00Z/2026-10-27T00:00:00Z',
      groupBy: ['queueId'],
      metrics: [
        'oServiceLevel',
        'tAnswered',
        'tAbandon',
        'tFlowOut',
        'nOverSla',
        'tWait',
        'tAcd',
        'oServiceTarget',
      ],
    })
    for (const { group, data } of body.results) {
      const stats = Object.fromEntries(
        data[0].metrics.map((one: { metric: string; stats: Record<string, number> }) => [
          one.metric,
          one.stats,
        ]),
      )
      const count = (metric: string) => stats[metric]?.count ?? 0
      if (stats.oServiceLevel) {
        const { numerator, denominator, ratio, target } = stats.oServiceLevel
        expect(numerator).toBe(count('tAnswered') - count('nOverSla'))
        expect(denominator).toBe(count('tAnswered') + count('tAbandon'))
        expect(ratio).toBe(numerator / denominator)
        expect(target).toBe(0.8)
      }
      const waited =
        group.mediaType === 'message' || group.mediaType === 'callback'
          ? count('tAcd')
          : count('tAnswered') + count('tAbandon') + count('tFlowOut')
      expect(count('tWait')).toBe(waited)
    }
  })

  test('pieces begin at the interval’s start, and days follow the time zone’s clock changes', async () => {
    const { body } = await client.post(aggregatesPath, {
      interval: '2026-10-31T04:00:00Z/2026-11-03T05:00:00Z',
      granularity: 'P1D',
      timeZone: 'America/New_York',
      metrics: ['nOffered'],
      filter: { type: 'and', predicates: [{ dimension: 'mediaType', value: 'voice' }] },
    })
    expect(body.results).toHaveLength(1)
    expect(body.results[0].data.map((piece: { interval: string }) => piece.interval)).toEqual([
      '2026-10-31T04:00:00.000Z/2026-11-01T04:00:00.000Z',
      '2026-11-01T04:00:00.000Z/2026-11-02T05:00:00.000Z',
      '2026-11-02T05:00:00.000Z/2026-11-03T05:00:00.000Z',
    ])
    const odd = await client.post(aggregatesPath, {
      interval: '2026-10-21T10:07:00Z/2026-10-21T11:07:00Z',
      granularity: 'PT15M',
      metrics: ['nOffered'],
    })
    for (const { data } of odd.body.results)
      for (const { interval } of data) expect(interval).toMatch(/:(07|22|37|52):00\.000Z\//)
  })

  test('a value lands whole in the half hour of its emission', async () => {
    const long = (await exportInterval(client, '2026-10-21T00:00:00Z/2026-10-24T00:00:00Z'))
      .flatMap(({ conversationId, participants }) =>
        participants.flatMap(({ sessions }) =>
          sessions.flatMap(({ metrics: list }) => list.map((metric) => ({ conversationId, ...metric }))),
        ),
      )
      .find(({ name, value }) => name === 'tHandle' && value > 7_200_000)
    if (!long) throw new Error('No leg handled for two hours in the days looked at')
    const { body } = await client.post(aggregatesPath, {
      interval: '2026-10-20T00:00:00Z/2026-10-27T00:00:00Z',
      granularity: 'PT30M',
      metrics: ['tHandle'],
      groupBy: ['conversationId'],
      filter: { type: 'and', predicates: [{ dimension: 'conversationId', value: long.conversationId }] },
    })
    const piece = body.results[0].data.find((one: { interval: string }) => {
      const [from = '', to = ''] = one.interval.split('/')
      return long.emitDate >= from && long.emitDate < to
    })
    expect(piece.metrics[0].stats.max).toBe(long.value)
  })

  test('groups can be by agent, division, direction and wrap-up code, and filters may be nested', async () => {
    const interval = '2026-10-21T00:00:00Z/2026-10-22T00:00:00Z'
    const ask = async (more: Record<string, unknown>) =>
      (await client.post(aggregatesPath, { interval, metrics: ['tHandle'], ...more })).body.results as {
        group: Record<string, string>
        data: { metrics: { stats: { sum: number } }[] }[]
      }[]
    const sumOf = (results: Awaited<ReturnType<typeof ask>>) =>
      results.reduce((sum, { data }) => sum + (data[0]?.metrics[0]?.stats.sum ?? 0), 0)
    const whole = sumOf(await ask({}))
    for (const dimension of [
      'userId',
      'divisionId',
      'direction',
      'wrapUpCode',
      'queueId',
      'conversationId',
    ]) {
      expect(sumOf(await ask({ groupBy: [dimension] }))).toBe(whole)
    }
    const users = [...new Set((await ask({ groupBy: ['userId'] })).map(({ group }) => group.userId))].slice(
      0,
      2,
    )
    const some = await ask({
      groupBy: ['userId'],
      filter: {
        type: 'and',
        clauses: [{ type: 'or', predicates: users.map((value) => ({ dimension: 'userId', value })) }],
        predicates: [{ dimension: 'direction', value: 'inbound' }],
      },
    })
    expect([...new Set(some.map(({ group }) => group.userId))].every((user) => users.includes(user))).toBe(
      true,
    )
    expect(sumOf(some)).toBeLessThan(whole)
  })

  test('no data is absent, not zero', async () => {
    const { body } = await client.post(aggregatesPath, {
      interval: '2026-12-25T00:00:00Z/2026-12-26T00:00:00Z',
      metrics: ['nOffered'],
    })
    expect(body).toEqual({})
  })

  test.each([
    [{ metrics: [] }],
    [{ metrics: ['tFlow'] }],
    [{ metrics: ['nOffered'], groupBy: ['shoeSize'] }],
    [{ metrics: ['nOffered'], granularity: 'hourly' }],
    [{ metrics: ['nOffered'], granularity: 'P1D', timeZone: 'Mars/Olympus' }],
    [{ metrics: ['nOffered'], filter: { type: 'nor', predicates: [] } }],
    [{ metrics: ['nOffered'], filter: { type: 'and', predicates: [{ dimension: 'shoeSize', value: '9' }] } }],
    [{ metrics: ['nOffered'], filter: { type: 'and', predicates: [null] } }],
    [{ metrics: ['nOffered'], filter: { type: 'and', predicates: [{ type: 'metric', metric: 'tHandle' }] } }],
  ])('%j is refused', async (body) => {
    const answer = await client.post(aggregatesPath, {
      interval: '2026-10-21T00:00:00Z/2026-10-22T00:00:00Z',
      ...body,
    })
    expect(answer.status).toBe(400)
    expect(answer.body.contextId).toMatch(/^[0-9a-f-]{36}$/)
  })
})
