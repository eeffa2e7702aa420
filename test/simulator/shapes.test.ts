import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Models } from 'purecloud-platform-client-v2'
import type { JobStatus } from '../../simulator/details/jobs'
import type { WireConversation, WireMetric, WireSegment } from '../../simulator/details/wire'
import type { WriteOutcome } from '../../simulator/external-metrics'
import {
  aggregatesPath,
  type Client,
  exportInterval,
  jobsPath,
  queryPath,
  runJob,
  start,
  takeToken,
} from './client'
import { misfits } from './sdk-models'

// Compile-time: what the simulator calls a segment, a metric and so on is what the SDK calls one.
const asSdk = {
  segment: (segment: WireSegment): Models.AnalyticsConversationSegment => segment,
  metric: (metric: WireMetric): Models.AnalyticsSessionMetric => metric,
  conversation: (conversation: Omit<WireConversation, 'participants'>): Models.AnalyticsConversation =>
    conversation,
  status: (status: JobStatus): Models.AsyncQueryStatus => status,
  outcome: (
    outcome: WriteOutcome['unprocessedEntities'][number] & { value: number },
  ): Models.ExternalMetricDataUnprocessedItem => outcome,
}

const sample = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '../samples/genesys', name), 'utf8')) as Record<string, never>

type Shape = Map<string, Set<string>>

/** Which keys occur at which place in a document, with the types seen there; lists count as their elements. */
function shapeOf(value: unknown, place = '', shape: Shape = new Map()): Shape {
  if (Array.isArray(value)) {
    for (const item of value) shapeOf(item, place, shape)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const at = `${place}.${key}`
      const types = shape.get(at) ?? new Set()
      types.add(Array.isArray(inner) ? 'list' : typeof inner)
      shape.set(at, types)
      shapeOf(inner, at, shape)
    }
  }
  return shape
}

/** Places of the sample the simulator never fills, and places both fill with different types. */
function compare(ours: Shape, theirs: Shape): { missing: string[]; different: string[] } {
  const missing = [...theirs.keys()].filter((place) => !ours.has(place))
  const different = [...theirs].flatMap(([place, types]) =>
    [...(ours.get(place) ?? [])].every((type) => types.has(type)) ? [] : [place],
  )
  return { missing, different }
}

describe('what the simulator serves has the shapes of the platform', () => {
  let client: Client
  beforeAll(async () => {
    client = await start({ conversationsPerDay: 400 })
  })
  afterAll(() => client.simulator.close())

  const interval = '2026-10-21T00:00:00Z/2026-10-24T00:00:00Z'

  test('every conversation of a job fits the SDK model, attributes included', async () => {
    const conversations = await exportInterval(client, interval)
    expect(conversations.length).toBeGreaterThan(900)
    const found = conversations.flatMap((conversation) => misfits(conversation, 'AnalyticsConversation'))
    expect(found.slice(0, 10)).toEqual([])
    const customer = conversations[0]?.participants[0]
    expect(Object.keys(customer?.attributes ?? {})).not.toEqual([])
  })

  test('every conversation of a query fits the model without attributes', async () => {
    const { body } = await client.post(queryPath, { interval, paging: { pageSize: 100, pageNumber: 2 } })
    expect(body.conversations).toHaveLength(100)
    expect(misfits(body, 'AnalyticsConversationQueryResponse')).toEqual([])
  })

  test('conversations still open fit as well', async () => {
    client.simulator.control.setClock('2026-10-22T14:00:00Z')
    const open = (await exportInterval(client, '2026-10-22T10:00:00Z/2026-10-22T14:00:00Z')).filter(
      ({ conversationEnd }) => conversationEnd === undefined,
    )
    client.simulator.control.setClock('2026-11-05T06:00:00Z')
    expect(open.length).toBeGreaterThan(5)
    expect(
      open.flatMap((conversation) => misfits(conversation, 'AnalyticsConversation')).slice(0, 10),
    ).toEqual([])
  })

  test('chat details have every field of the recorded chat, with the same types', async () => {
    const chats = (await exportInterval(client, interval)).filter(
      ({ participants }) => participants[0]?.sessions[0]?.mediaType === 'chat',
    )
    const { missing, different } = compare(shapeOf(chats), shapeOf(sample('02-details-chat-complete.json')))
    expect(different).toEqual([])
    // Audio quality on a chat is a quirk of that recording; the customer's own routing fields are not simulated.
    expect(missing).toEqual(['.mediaStatsMinConversationMos', '.mediaStatsMinConversationRFactor'])
  })

  test('voice details have the fields of the recorded call, but for media engine internals', async () => {
    const { body } = await client.post(queryPath, { interval, paging: { pageSize: 100, pageNumber: 1 } })
    const { missing, different } = compare(
      shapeOf(body),
      shapeOf(sample('08a-details-query-voice-outbound.json')),
    )
    expect(different).toEqual([])
    const internals = /discardedPackets|sipResponseCodes|destinationAddresses/
    expect(missing.filter((place) => !internals.test(place))).toEqual([])
  })

  test('aggregates have the shape of the recorded ones', async () => {
    const metrics = [
      ...[
        'nOffered',
        'nOverSla',
        'nConnected',
        'nTransferred',
        'tAcd',
        'tAnswered',
        'tHandle',
        'tTalkComplete',
      ],
      ...['oMessageTurn', 'tWait', 'oServiceLevel', 'oServiceTarget'],
    ]
    const { body } = await client.post(aggregatesPath, {
      interval,
      groupBy: ['queueId', 'mediaType'],
      metrics,
    })
    const ours = shapeOf(body)
    expect(compare(ours, shapeOf(sample('08c-aggregates-all-metrics-callback.json')))).toEqual({
      missing: [],
      different: [],
    })
    expect(misfits(body, 'ConversationAggregateQueryResponse')).toEqual([])
    expect(compare(ours, shapeOf(sample('07-aggregates-chat-2016.json'))).different).toEqual([])
  })

  test.each([
    ['/api/v2/users?state=any&pageSize=100', 'UserEntityListing'],
    ['/api/v2/routing/queues', 'QueueEntityListing'],
    ['/api/v2/routing/wrapupcodes', 'WrapupCodeEntityListing'],
    ['/api/v2/authorization/divisions', 'AuthzDivisionEntityListing'],
    ['/api/v2/organizations/me', 'Organization'],
    ['/api/v2/workforcemanagement/businessunits', 'BusinessUnitListing'],
    ['/api/v2/workforcemanagement/managementunits', 'ManagementUnitListing'],
    [`${jobsPath}/availability`, 'DataAvailabilityResponse'],
  ])('%s fits %s', async (path, model) => {
    const { status, body } = await client.get(path)
    expect(status).toBe(200)
    expect(misfits(body, model)).toEqual([])
  })

  test('the users and queues pages have every field of the recorded pages that is not one customer’s own', async () => {
    const users = await client.get('/api/v2/users?pageSize=25')
    expect(compare(shapeOf(users.body), shapeOf(sample('08h-users-page.json')))).toEqual({
      missing: [],
      different: [],
    })
    const queues = await client.get('/api/v2/routing/queues?pageSize=5')
    const { missing, different } = compare(
      shapeOf(queues.body),
      shapeOf(sample('08i-routing-queues-page.json')),
    )
    // The recording writes two flags as 0 where the SDK has booleans; the simulator keeps to the SDK.
    expect(different).toEqual([
      '.entities.autoAnswerOnly',
      '.entities.enableManualAssignment',
      '.entities.suppressInQueueCallRecording',
    ])
    const own = /whisperPrompt|defaultScripts|subTypeSettings|modifiedBy|createdBy|auto(Dial|End)DelaySeconds/
    expect(missing.filter((place) => !own.test(place))).toEqual([])
  })

  test('token and refusals have the recorded shapes', async () => {
    const token = await takeToken(client.simulator)
    expect(shapeOf(token.body)).toEqual(shapeOf(sample('08g-oauth-token-200.json')))
    const refused = await takeToken(client.simulator, 'wrong')
    expect(refused.status).toBe(401)
    const recorded = sample('08j-401-bad-credentials.json')
    expect(refused.body).toEqual({ ...(recorded as object), contextId: refused.body.contextId })
    const invalid = await client.post(aggregatesPath, { interval, metrics: ['nNonsense'] })
    expect(invalid.status).toBe(400)
    expect(shapeOf(invalid.body)).toEqual(shapeOf(sample('08e-users-aggregates-400.json')))
    expect(misfits(invalid.body, 'ErrorBody')).toEqual([])
  })

  test('job, workforce and external metric answers fit', async () => {
    const { jobId } = await runJob(client, { interval })
    const status = await client.get(`${jobsPath}/${jobId}`)
    expect(misfits(status.body, 'AsyncQueryStatus')).toEqual([])
    expect(misfits((await client.post(jobsPath, { interval })).body, 'AsyncQueryResponse')).toEqual([])
    const page = await client.get(`${jobsPath}/${jobId}/results?pageSize=3`)
    expect(misfits(page.body, 'AnalyticsConversationAsyncQueryResponse')).toEqual([])

    const units = (await client.get('/api/v2/workforcemanagement/businessunits')).body.entities
    const unit = await client.get(`/api/v2/workforcemanagement/businessunits/${units[0].id}?expand=settings`)
    expect(misfits(unit.body, 'BusinessUnitResponse')).toEqual([])
    const user = (await client.get('/api/v2/users?pageSize=1')).body.entities[0]
    const reference = await client.get(`/api/v2/workforcemanagement/agents/${user.id}/managementunit`)
    expect(misfits(reference.body, 'AgentManagementUnitReference')).toEqual([])

    const definition = await client.post('/api/v2/employeeperformance/externalmetrics/definitions', {
      name: 'Handle',
      unit: 'Seconds',
      precision: 1,
      defaultObjectiveType: 'LowerIsBetter',
      enabled: true,
    })
    expect(misfits(definition.body, 'ExternalMetricDefinition')).toEqual([])
    const written = await client.post('/api/v2/employeeperformance/externalmetrics/data', {
      items: [
        { userId: user.id, metricId: definition.body.id, dateOccurred: '2026-10-21', value: 3 },
        { userId: 'nobody', metricId: definition.body.id, dateOccurred: '2026-10-21', value: 3 },
      ],
    })
    expect(written.body.unprocessedEntities).toHaveLength(1)
    expect(misfits(written.body, 'ExternalMetricDataWriteResponse')).toEqual([])
  })

  test('the simulator’s own types are assignable to the SDK’s', () => {
    expect(Object.keys(asSdk)).toHaveLength(5)
  })
})
