import type { WireConversation, WireSession } from '../../simulator/details/wire'
import { type Client, exportInterval, start } from './client'
import { misfits } from './sdk-models'

interface Flow {
  flowId: string
  flowType: string
  exitReason?: string
  transferType?: string
  transferTargetAddress?: string
  outcomes?: {
    flowOutcomeValue: string
    flowOutcomeStartTimestamp: string
    flowOutcomeEndTimestamp: string
  }[]
}

const flowOf = (session: WireSession) => session.flow as unknown as Flow
const has = (session: WireSession, name: string) => session.metrics.some((metric) => metric.name === name)
const count = (session: WireSession, name: string) =>
  session.metrics.filter((metric) => metric.name === name).length

describe('menus and bots tell of their flows as the platform’s do', () => {
  let client: Client
  let all: WireConversation[]
  let flows: { purpose: string; session: WireSession; conversation: WireConversation }[]
  beforeAll(async () => {
    client = await start({ conversationsPerDay: 500, now: '2027-01-20T00:00:00Z' })
    all = await exportInterval(client, '2026-10-21T00:00:00Z/2026-10-24T00:00:00Z')
    flows = all.flatMap((conversation) =>
      conversation.participants.flatMap(({ purpose, sessions }) =>
        sessions.filter(({ flow }) => flow).map((session) => ({ purpose, session, conversation })),
      ),
    )
  })
  afterAll(() => client.simulator.close())

  test('there are menus, bots within menus and bots that answer messages, each contained, handed over or left', () => {
    const kinds = new Set(
      flows.map(({ purpose, session }) =>
        [purpose, flowOf(session).flowType, session.mediaType, flowOf(session).exitReason].join(' '),
      ),
    )
    for (const kind of ['ivr INBOUNDCALL voice', 'botflow BOT voice', 'botflow DIGITALBOT message']) {
      for (const exit of ['TRANSFER', 'FLOW_DISCONNECT', 'DISCONNECT'])
        expect(kinds).toContain(`${kind} ${exit}`)
    }
    expect(kinds.size).toBe(9)
  })

  test('whoever was handed over enters the queue that the flow names; nobody else enters one', () => {
    for (const { session, conversation } of flows) {
      const queues = conversation.participants
        .filter(({ purpose }) => purpose === 'acd')
        .map(({ sessions }) => sessions[0]?.segments[0]?.queueId)
      const { exitReason, transferTargetAddress } = flowOf(session)
      expect(queues[0]).toBe(exitReason === 'TRANSFER' ? transferTargetAddress : undefined)
      expect(conversation.selfServed ?? false).toBe(exitReason === 'FLOW_DISCONNECT')
    }
  })

  test('a flow is counted once, timed once, and has as many outcome metrics as outcomes', () => {
    const seen = new Set<string>()
    for (const { session } of flows) {
      const { outcomes = [], exitReason } = flowOf(session)
      expect([count(session, 'nFlow'), count(session, 'tFlow')]).toEqual([1, 1])
      expect(has(session, 'tFlowExit')).toBe(exitReason === 'TRANSFER')
      expect(has(session, 'tFlowDisconnect')).toBe(exitReason !== 'TRANSFER')
      const failed = outcomes.filter(({ flowOutcomeValue }) => flowOutcomeValue === 'FAILURE')
      expect(count(session, 'nFlowOutcome')).toBe(outcomes.length)
      expect(count(session, 'tFlowOutcome')).toBe(outcomes.length)
      expect(count(session, 'nFlowOutcomeFailed')).toBe(failed.length)
      for (const { flowOutcomeValue, flowOutcomeStartTimestamp, flowOutcomeEndTimestamp } of outcomes) {
        seen.add(flowOutcomeValue)
        expect(flowOutcomeStartTimestamp <= flowOutcomeEndTimestamp).toBe(true)
      }
    }
    expect([...seen].sort()).toEqual(['FAILURE', 'SUCCESS'])
  })

  test('flow aggregates agree with a recount of the details', async () => {
    const [from, to] = ['2026-10-22T00:00:00.000Z', '2026-10-23T00:00:00.000Z']
    const metrics = [
      ...['nFlow', 'nFlowOutcome', 'nFlowOutcomeFailed'],
      ...['tFlow', 'tFlowExit', 'tFlowDisconnect', 'tFlowOutcome'],
    ]
    const { body } = await client.post('/api/v2/analytics/flows/aggregates/query', {
      interval: `${from}/${to}`,
      groupBy: ['flowId', 'flowType'],
      metrics,
    })
    expect(misfits(body, 'FlowAggregateQueryResponse')).toEqual([])
    const told: Record<string, number> = {}
    for (const { group, data } of body.results) {
      for (const { metric, stats } of data[0].metrics)
        told[[group.flowType, group.flowId, group.mediaType, metric].join(' ')] = stats.sum ?? stats.count
    }
    const recounted: Record<string, number> = {}
    for (const { session } of flows) {
      const { flowType, flowId } = flowOf(session)
      for (const { name, value, emitDate } of session.metrics) {
        if (!metrics.includes(name) || emitDate < from || emitDate >= to) continue
        const key = [flowType, flowId, session.mediaType, name].join(' ')
        recounted[key] = (recounted[key] ?? 0) + value
      }
    }
    expect(Object.keys(recounted).length).toBeGreaterThan(20)
    expect(told).toEqual(recounted)
  })

  test('flows can be told apart by how they ended and by what they achieved', async () => {
    const ask = async (metric: string, dimension: string, value: string) => {
      const { body } = await client.post('/api/v2/analytics/flows/aggregates/query', {
        interval: '2026-10-22T00:00:00Z/2026-10-23T00:00:00Z',
        filter: { type: 'and', predicates: [{ dimension, value }] },
        metrics: [metric],
      })
      return body.results[0].data[0].metrics[0].stats.count
    }
    expect(await ask('tFlow', 'exitReason', 'FLOW_DISCONNECT')).toBeGreaterThan(5)
    expect(await ask('nFlowOutcome', 'flowOutcomeValue', 'FAILURE')).toBeGreaterThan(5)
    const refused = await client.post('/api/v2/analytics/flows/aggregates/query', {
      interval: '2026-10-22T00:00:00Z/2026-10-23T00:00:00Z',
      metrics: ['tHandle'],
    })
    expect(refused.status).toBe(400)
  })

  test('where a queue flowed out to is told: to voicemail, a callback, another queue, or outside with the number', () => {
    const out = all.flatMap(({ participants }) =>
      participants
        .filter(({ purpose }) => purpose === 'acd')
        .flatMap(({ sessions }) => sessions.filter((session) => has(session, 'tFlowOut'))),
    )
    expect(new Set(out.map(({ flowOutType }) => flowOutType))).toEqual(
      new Set(['voicemail', 'callback', 'acd', 'external']),
    )
    for (const { flowOutType, destinationAddresses } of out)
      expect(destinationAddresses !== undefined).toBe(flowOutType === 'external')
  })
})
