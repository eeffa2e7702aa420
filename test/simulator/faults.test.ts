import { faultCatalogue } from '../../simulator/faults/catalogue'
import { readFaultArgument, readFaultOrder } from '../../simulator/faults/order'
import { type Client, connect, idsOf, jobPages, jobsPath, queryPath, runJob, start } from './client'

const interval = '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z'
const organisation = '/api/v2/organizations/me'

describe('faults strike on demand', () => {
  let client: Client
  beforeEach(async () => {
    client = await start()
  })
  afterEach(() => client.simulator.close())

  const arm = (...orders: Parameters<Client['simulator']['control']['arm']>) =>
    client.simulator.control.arm(...orders)

  test.each([
    ['status-500', 500, 'internal.server.error'],
    ['status-502', 502, 'bad.gateway'],
    ['status-503', 503, 'service.unavailable'],
    ['status-504', 504, 'request.timeout'],
    ['forbidden', 403, 'not.authorized'],
    ['unauthorised', 401, 'bad.credentials'],
  ] as const)('%s answers %i %s, once', async (kind, status, code) => {
    arm({ kind })
    const struck = await client.get(organisation)
    expect(struck.status).toBe(status)
    expect(struck.body).toMatchObject({ status, code, contextId: expect.any(String) })
    expect((await client.get(organisation)).status).toBe(200)
  })

  test.each([
    [
      queryPath,
      'missing.any.permissions',
      '[analytics:conversationDetail:view, analytics:agentConversationDetail:view]',
    ],
    [
      '/api/v2/analytics/conversations/aggregates/query',
      'missing.permissions',
      '[analytics:conversationAggregate:view]',
    ],
    [
      '/api/v2/employeeperformance/externalmetrics/data',
      'missing.permissions',
      '[employeePerformance:externalMetricData:add]',
    ],
  ])('forbidden %s names the permission that is missing (%s)', async (path, code, permissions) => {
    arm({ kind: 'forbidden' })
    const { status, body } = await client.post(path, {})
    expect(status).toBe(403)
    expect(body).toMatchObject({
      code,
      message: expect.stringMatching(/^Unable to perform the requested action\./),
    })
    expect(body.message).toContain(permissions)
  })

  test('a storm of 429 lasts five requests and says when to come back', async () => {
    arm({ kind: 'rate-limit-storm', retryAfterSeconds: 42 })
    for (let i = 0; i < 5; i++) {
      const { status, headers, body } = await client.get(organisation)
      expect([status, headers.get('retry-after')]).toEqual([429, '42'])
      expect(body.message).toBe('Rate limit exceeded the maximum. Retry the request in [42] seconds')
    }
    expect((await client.get(organisation)).status).toBe(200)
  })

  test('slow answers come late but whole', async () => {
    arm({ kind: 'slow', delayMs: 120 })
    const before = performance.now()
    expect((await client.get(organisation)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(110)
  })

  test('a dropped connection gives no answer', async () => {
    arm({ kind: 'dropped-connection' })
    await expect(client.get(organisation)).rejects.toThrow()
    expect((await client.get(organisation)).status).toBe(200)
    expect(client.simulator.control.requests().endpoints[`GET ${organisation}`]?.statuses).toEqual({
      '0': 1,
      '200': 1,
    })
  })

  test('a truncated body breaks off half way', async () => {
    arm({ kind: 'truncated-body' })
    await expect(client.get(organisation)).rejects.toThrow()
    expect((await client.get(organisation)).status).toBe(200)
  })

  test('HTML comes with status 200', async () => {
    arm({ kind: 'html-200' })
    const { status, headers, text } = await client.get(organisation)
    expect([status, headers.get('content-type')?.split(';')[0], text.slice(0, 6)]).toEqual([
      200,
      'text/html',
      '<html>',
    ])
  })

  test('a revoked token stays revoked, a new one works', async () => {
    arm({ kind: 'token-revoked' })
    expect((await client.get(organisation)).status).toBe(401)
    expect((await client.get(organisation)).status).toBe(401)
    expect((await (await connect(client.simulator)).get(organisation)).status).toBe(200)
  })

  test('a fault may let the request take effect first', async () => {
    const definition = { name: 'm', unit: 'Number', precision: 0, defaultObjectiveType: 'TargetArea' }
    const path = '/api/v2/employeeperformance/externalmetrics/definitions'
    arm({ kind: 'status-504', match: 'POST', after: true })
    expect((await client.post(path, definition)).status).toBe(504)
    expect((await client.get(path)).body.total).toBe(1)
    arm({ kind: 'dropped-connection', match: 'POST', after: true })
    await expect(client.post(path, { ...definition, name: 'n' })).rejects.toThrow()
    expect((await client.get(path)).body.total).toBe(2)
  })

  test('a failed job says why, and a new one works', async () => {
    arm({ kind: 'failed-job' })
    const { jobId, state } = await runJob(client, { interval })
    expect(state).toBe('FAILED')
    expect((await client.get(`${jobsPath}/${jobId}`)).body.errorMessage).toContain('Submit it again')
    expect((await runJob(client, { interval })).state).toBe('FULFILLED')
  })

  test('a job may expire between two pages', async () => {
    const { jobId } = await runJob(client, { interval })
    arm({ kind: 'expired-job', match: 'results', nth: 2 })
    const first = (await client.get(`${jobsPath}/${jobId}/results?pageSize=10`)).body
    expect((await client.get(`${jobsPath}/${jobId}/results?pageSize=10&cursor=${first.cursor}`)).status).toBe(
      404,
    )
    expect((await client.get(`${jobsPath}/${jobId}`)).body.state).toBe('EXPIRED')
  })

  test('an expired cursor stays expired; the job itself is still there', async () => {
    const { jobId } = await runJob(client, { interval })
    const first = (await client.get(`${jobsPath}/${jobId}/results?pageSize=10`)).body
    arm({ kind: 'expired-cursor' })
    const next = `${jobsPath}/${jobId}/results?pageSize=10&cursor=${first.cursor}`
    expect((await client.get(next)).status).toBe(400)
    expect((await client.get(next)).body.message).toContain('expired')
    expect((await client.get(`${jobsPath}/${jobId}/results?pageSize=10`)).body.conversations).toHaveLength(10)
  })

  test('a repeated page brings the same conversations twice and loses none', async () => {
    const { jobId } = await runJob(client, { interval })
    const whole = idsOf((await jobPages(client, jobId, 1_000)).flat())
    arm({ kind: 'repeated-page' })
    const pages = await jobPages(client, jobId, 20)
    expect(idsOf(pages[1] ?? [])).toEqual(idsOf(pages[0] ?? []))
    expect([...new Set(idsOf(pages.flat()))]).toEqual(whole)
    expect(pages.flat().length).toBe(whole.length + 20)
  })

  test('shifted pages overlap and lose none', async () => {
    const { jobId } = await runJob(client, { interval })
    const whole = idsOf((await jobPages(client, jobId, 1_000)).flat())
    arm({ kind: 'shifted-pages', shift: 4, times: 2 })
    const pages = await jobPages(client, jobId, 20)
    expect(idsOf(pages[1] ?? []).slice(0, 4)).toEqual(idsOf(pages[0] ?? []).slice(-4))
    expect([...new Set(idsOf(pages.flat()))]).toEqual(whole)
  })

  test('shifted pages of the query repeat, or omit', async () => {
    const page = async (pageNumber: number) =>
      idsOf(
        (await client.post(queryPath, { interval, paging: { pageSize: 10, pageNumber } })).body.conversations,
      )
    const [first, second] = [await page(1), await page(2)]
    arm({ kind: 'shifted-pages', shift: 2 })
    expect(await page(2)).toEqual([...first.slice(-2), ...second.slice(0, 8)])
    arm({ kind: 'shifted-pages', shift: -2 })
    expect((await page(2)).slice(0, 8)).toEqual(second.slice(2))
  })

  test.each([
    'date',
    'missing-id',
    'text-value',
    'no-participants',
    'impossible-instant',
    'control-character-in-id',
    'absurd-duration',
  ] as const)('one conversation of a page is spoiled (%s), the rest are whole', async (how) => {
    const { jobId } = await runJob(client, { interval })
    const path = `${jobsPath}/${jobId}/results?pageSize=10`
    const whole = (await client.get(path)).body.conversations
    arm({ kind: 'malformed-conversation', how, row: 4 })
    const spoiled = (await client.get(path)).body.conversations
    expect(spoiled[4]).not.toEqual(whole[4])
    expect(spoiled.toSpliced(4, 1)).toEqual(whole.toSpliced(4, 1))
    if (how === 'date') expect(JSON.stringify(spoiled[4])).toMatch(/"segmentStart":"2026-\d\d-\dT/)
  })

  test('one named conversation may be spoiled for good', async () => {
    const { jobId } = await runJob(client, { interval })
    const pages = await jobPages(client, jobId, 10)
    const conversationId = pages[3]?.[5]?.conversationId ?? ''
    arm({ kind: 'malformed-conversation', conversationId, how: 'no-participants', times: null })
    for (let i = 0; i < 2; i++) {
      const again = (await jobPages(client, jobId, 10)).flat()
      const spoiled = again.filter(({ participants }) => participants === undefined)
      expect(idsOf(spoiled)).toEqual([conversationId])
    }
  })

  test('a write may fail for some of its items, which are then not recorded', async () => {
    const root = '/api/v2/employeeperformance/externalmetrics'
    const definition = { name: 'm', unit: 'Number', precision: 0, defaultObjectiveType: 'TargetArea' }
    const metricId = (await client.post(`${root}/definitions`, definition)).body.id
    const users: { id: string }[] = (await client.get('/api/v2/users')).body.entities
    const items = users
      .slice(0, 5)
      .map(({ id }) => ({ userId: id, metricId, dateOccurred: '2026-10-21', value: 1 }))
    arm({ kind: 'partial-write-failure', count: 2 })
    const { status, body } = await client.post(`${root}/data`, { items })
    expect(status).toBe(200)
    expect([body.processedEntities.length, body.unprocessedEntities.length]).toEqual([3, 2])
    expect(body.unprocessedEntities[0].code).toBe('server.too.busy')
    expect(client.simulator.control.externalMetrics().totals).toHaveLength(3)
  })

  test('a fault strikes the requests it is meant for, from the nth on, as often as asked', async () => {
    arm({ kind: 'status-503', match: 'users', nth: 2, times: 2 })
    const statuses = []
    for (let i = 0; i < 5; i++) {
      statuses.push((await client.get('/api/v2/users?pageSize=1')).status)
      expect((await client.get(organisation)).status).toBe(200)
    }
    expect(statuses).toEqual([200, 503, 503, 200, 200])
    client.simulator.control.clearFaults()
    arm({ kind: 'status-500', match: '/organizations\\/(me|you)$/' })
    expect((await client.get(organisation)).status).toBe(500)
  })

  test('a fault with a probability strikes some, the same ones for the same seed', async () => {
    const strikes = async (seed: string) => {
      const other = await start({
        seed,
        faults: [{ kind: 'status-500', match: 'users', probability: 0.4, times: null }],
      })
      try {
        const statuses = []
        for (let i = 0; i < 30; i++) statuses.push((await other.get('/api/v2/users?pageSize=1')).status)
        return statuses.join()
      } finally {
        await other.simulator.close()
      }
    }
    const once = await strikes('one')
    expect(await strikes('one')).toBe(once)
    expect(once).toContain('500')
    expect(once).toContain('200')
  })

  test('the control endpoint arms, lists and clears them', async () => {
    const url = `${client.simulator.url}/simulator/faults`
    const armed = await fetch(url, {
      method: 'POST',
      body: '[{"kind":"status-503"},{"kind":"slow","delayMs":1}]',
    })
    expect(armed.status).toBe(201)
    expect(client.simulator.control.faults()).toHaveLength(2)
    expect((await client.get(organisation)).status).toBe(503)
    expect(await (await fetch(url)).json()).toMatchObject({
      faults: [{ kind: 'status-503', struck: 1 }, { struck: 1 }],
    })
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect(client.simulator.control.faults()).toHaveLength(0)
    const refused = await fetch(url, { method: 'POST', body: '{"kind":"meteor"}' })
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { message: string }).message).toContain('There is no fault "meteor"')
  })

  test.each([
    [
      '{"kind":"status-503","tims":2}',
      'There is no field of a fault "tims"; there are kind, match, nth, times,',
    ],
    [
      '{"kind":"malformed-conversation","how":"dates"}',
      'There is no way to spoil a conversation "dates"; there are date,',
    ],
    ['{"kind":"slow","delayMs":-5}', "The fault's delayMs must not be negative"],
    ['{"kind":"slow","match":7}', "The fault's match must be a text"],
    ['{"kind":"slow","match":"/[/"}', "The fault's match is no pattern"],
  ])('what is misspelt or makes no sense is refused, not ignored: %s', async (fault, sentence) => {
    const url = `${client.simulator.url}/simulator/faults`
    const refused = await fetch(url, { method: 'POST', body: fault })
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { message: string }).message).toContain(sentence)
    expect(() => arm(JSON.parse(fault))).toThrow(sentence)
    expect(client.simulator.control.faults()).toEqual([])
  })

  test('every kind can be written on the command line', () => {
    for (const kind of Object.keys(faultCatalogue)) expect(readFaultArgument(kind)).toEqual({ kind })
    expect(readFaultArgument('status-503:match=GET /x,nth=2,times=null,after=true')).toEqual({
      kind: 'status-503',
      match: 'GET /x',
      nth: 2,
      times: null,
      after: true,
    })
    expect(() => readFaultArgument('slow:delayMs=soon')).toThrow('must be a number')
    expect(() => readFaultArgument('slow:now')).toThrow('name=value')
    expect(() => readFaultArgument('slow:delay=1')).toThrow('There is no field of a fault "delay"')
    expect(() => readFaultOrder('slow')).toThrow('"kind"')
  })
})
