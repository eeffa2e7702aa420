import platformClient from 'purecloud-platform-client-v2'
import { type RunningSimulator, startSimulator } from '../../simulator/server'

/** The platform's own client, with nothing changed but the gateway. */
describe('the platform’s own SDK works against the simulator', () => {
  let simulator: RunningSimulator
  beforeAll(async () => {
    simulator = await startSimulator({ conversationsPerDay: 100 })
    const client = platformClient.ApiClient.instance
    client.config.live_reload_config = false
    client.setGateway({ host: simulator.host, protocol: 'http', port: simulator.port })
    await client.loginClientCredentialsGrant(simulator.clientId, simulator.clientSecret)
  })
  afterAll(() => simulator.close())

  test('a details job is submitted, awaited and read', async () => {
    const api = new platformClient.ConversationsApi()
    const interval = '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z'
    const { jobId = '' } = await api.postAnalyticsConversationsDetailsJobs({ interval })
    let state: string | undefined
    while (state !== 'FULFILLED') state = (await api.getAnalyticsConversationsDetailsJob(jobId)).state
    const first = await api.getAnalyticsConversationsDetailsJobResults(jobId, { pageSize: 10 })
    expect(first.conversations).toHaveLength(10)
    const second = await api.getAnalyticsConversationsDetailsJobResults(jobId, {
      pageSize: 10,
      ...(first.cursor ? { cursor: first.cursor } : {}),
    })
    expect(second.conversations?.[0]?.conversationId).not.toBe(first.conversations?.[0]?.conversationId)
    expect((await api.getAnalyticsConversationsDetailsJobsAvailability()).dataAvailabilityDate).toBe(
      '2026-11-05T04:00:00.000Z',
    )
    await api.deleteAnalyticsConversationsDetailsJob(jobId)
  })

  test('query, aggregates, directory, workforce and external metrics answer', async () => {
    const conversations = new platformClient.ConversationsApi()
    const interval = '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z'
    expect(
      (await conversations.postAnalyticsConversationsDetailsQuery({ interval })).conversations,
    ).toHaveLength(25)
    const { results } = await conversations.postAnalyticsConversationsAggregatesQuery({
      interval,
      metrics: ['nOffered'],
    })
    expect(results?.length).toBeGreaterThan(2)
    expect((await new platformClient.UsersApi().getUsers({ state: 'any', pageSize: 100 })).total).toBe(100)
    expect((await new platformClient.RoutingApi().getRoutingQueues({})).total).toBe(26)
    expect((await new platformClient.RoutingApi().getRoutingWrapupcodes({})).total).toBe(12)
    expect((await new platformClient.OrganizationApi().getOrganizationsMe()).name).toBe(
      'Simulated Contact Centre',
    )
    const workforce = new platformClient.WorkforceManagementApi()
    const units = (await workforce.getWorkforcemanagementBusinessunits()).entities ?? []
    const unit = await workforce.getWorkforcemanagementBusinessunit(units[4]?.id ?? '', {
      expand: ['settings'],
    })
    expect(unit.settings?.timeZone).toBe('Australia/Lord_Howe')
    const gamification = new platformClient.GamificationApi()
    const definition = await gamification.postEmployeeperformanceExternalmetricsDefinitions({
      body: {
        name: 'AHT',
        unit: 'Seconds',
        precision: 1,
        defaultObjectiveType: 'LowerIsBetter',
        enabled: true,
      },
    })
    const written = await gamification.postEmployeeperformanceExternalmetricsData({
      body: { items: [{ userId: 'x', metricId: definition.id ?? '', dateOccurred: '2026-10-23', value: 1 }] },
    })
    expect(written.unprocessedEntities?.[0]?.code).toBe('user.not.found')
  })

  test('refusals arrive as the platform’s error bodies', async () => {
    await expect(new platformClient.UsersApi().getUsers({ state: 'asleep' })).rejects.toMatchObject({
      status: 400,
      code: 'invalid.value',
    })
  })
})
