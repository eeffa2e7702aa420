import { z } from 'zod'
import type { FaultOrder } from '../../simulator/faults/order'
import type { RunningSimulator } from '../../simulator/server'
import { RetryableError, TerminalError, UsageError } from '../../src/errors'
import { createGenesysClient } from '../../src/genesys/client'
import { readAvailability } from '../../src/genesys/details-job'
import { readOrganisation } from '../../src/genesys/organisation'
import { noBudget } from '../../src/genesys/rate-budget'
import { clientOf, everythingIn, failureOf, rememberingBudget, smallOrganisation } from './simulated'

let simulator: RunningSimulator

beforeAll(async () => {
  simulator = await smallOrganisation()
})
afterEach(() => {
  simulator.control.clearFaults()
  simulator.control.clearRequests()
})
afterAll(() => simulator.close())

function tokenRequests(): number {
  const { byEndpoint } = countRequests()
  return byEndpoint('POST /oauth/token')
}

function countRequests() {
  const summary = simulator.control.requests()
  return { byEndpoint: (endpoint: string) => summary.endpoints[endpoint]?.requests ?? 0 }
}

test('knows what time it is on the platform once it has answered, and keeps to its own clock before', async () => {
  const client = clientOf(simulator)
  expect(Math.abs(client.now() - Date.now())).toBeLessThan(60_000)
  await readOrganisation(client)
  const there = Date.parse((await fetch(simulator.url)).headers.get('date') ?? '')
  expect(Math.abs(client.now() - there)).toBeLessThan(60_000)
  // The simulated organisation lives in another season.
  expect(Math.abs(there - Date.now())).toBeGreaterThan(86_400_000)
})

describe('the token', () => {
  test('is asked for once, by however many callers at once', async () => {
    const client = clientOf(simulator)
    await Promise.all(Array.from({ length: 8 }, () => readOrganisation(client)))
    await readOrganisation(client)
    expect(tokenRequests()).toBe(1)
  })

  test('is replaced once when the platform has revoked it, and the call goes on', async () => {
    const client = clientOf(simulator)
    const before = await readOrganisation(client)
    simulator.control.revokeTokens()
    expect(await Promise.all([readOrganisation(client), readOrganisation(client)])).toEqual([before, before])
    expect(tokenRequests()).toBe(2)
  })

  test('is replaced before it ends', async () => {
    const brief = await smallOrganisation({ tokenLifetimeSeconds: 31 })
    try {
      let now = Date.now()
      const client = createGenesysClient({
        gateway: { protocol: 'http', host: brief.host, port: brief.port },
        clientId: brief.clientId,
        clientSecret: brief.clientSecret,
        budget: noBudget,
        timeoutMs: 10_000,
        now: () => now,
      })
      await readOrganisation(client)
      now += 26_000
      await readOrganisation(client)
      expect(brief.control.requests().endpoints['POST /oauth/token']?.requests).toBe(1)
      now += 2_000
      await readOrganisation(client)
      expect(brief.control.requests().endpoints['POST /oauth/token']?.requests).toBe(2)
    } finally {
      await brief.close()
    }
  })
})

describe('a refusal', () => {
  test('of wrong credentials is terminal and says what to check', async () => {
    const error = await failureOf(
      readOrganisation(clientOf(simulator, { clientSecret: 'wrong-secret-8841' })),
    )
    expect(error).toBeInstanceOf(TerminalError)
    expect(error.code).toBe('genesys.unauthorised')
    expect(error.message).toContain('get an access token')
    expect(error.advice).toContain('client secret')
  })

  test('of the new token as well is terminal', async () => {
    simulator.control.arm({ kind: 'unauthorised', match: '/organizations/me', times: 2 })
    const error = await failureOf(readOrganisation(clientOf(simulator)))
    expect(error).toBeInstanceOf(TerminalError)
    expect(error).toMatchObject({
      code: 'genesys.unauthorised',
      fields: { status: 401, platformCode: 'bad.credentials' },
    })
    expect(countRequests().byEndpoint('GET /api/v2/organizations/me')).toBe(2)
  })

  test('for want of a permission names the permission', async () => {
    simulator.control.arm({ kind: 'forbidden', match: '/availability' })
    const error = await failureOf(readAvailability(clientOf(simulator)))
    expect(error).toBeInstanceOf(TerminalError)
    expect(error.code).toBe('genesys.forbidden')
    expect(error.advice).toContain('the permission analytics:conversationDetail:view, in')
    expect(error.fields.contextId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('for too many requests says when to come back, and tells the budget', async () => {
    const { budget, remembered } = rememberingBudget()
    simulator.control.arm({
      kind: 'rate-limit-storm',
      match: '/organizations/me',
      times: 1,
      retryAfterSeconds: 42,
    })
    const error = await failureOf(readOrganisation(clientOf(simulator, { budget })))
    expect(error).toBeInstanceOf(RetryableError)
    expect(error).toMatchObject({ code: 'genesys.rate-limited', retryAfterMs: 42_000 })
    expect(remembered.refused).toEqual([42])
  })
})

describe('trouble worth another try', () => {
  const cases: [string, FaultOrder, string][] = [
    ['500', { kind: 'status-500' }, 'genesys.unavailable'],
    ['502', { kind: 'status-502' }, 'genesys.unavailable'],
    ['503', { kind: 'status-503' }, 'genesys.unavailable'],
    ['504', { kind: 'status-504' }, 'genesys.unavailable'],
    ['a dropped connection', { kind: 'dropped-connection' }, 'genesys.unreachable'],
    ['a body cut short', { kind: 'truncated-body' }, 'genesys.unreachable'],
    ['an HTML page with status 200', { kind: 'html-200' }, 'genesys.unreadable-answer'],
  ]
  test.each(cases)('%s, and the next call succeeds', async (_, fault, code) => {
    const client = clientOf(simulator)
    simulator.control.arm({ ...fault, match: '/organizations/me' })
    const error = await failureOf(readOrganisation(client))
    expect(error).toBeInstanceOf(RetryableError)
    expect(error.code).toBe(code)
    expect(error.message).toContain('Could not read the organisation')
    expect((await readOrganisation(client)).id).not.toBe('')
  })

  test.each(cases)('%s at the token', async (_, fault, code) => {
    const client = clientOf(simulator)
    simulator.control.arm({ ...fault, match: '/oauth/token' })
    const error = await failureOf(readOrganisation(client))
    expect(error).toBeInstanceOf(RetryableError)
    expect(error.code).toBe(code)
    expect((await readOrganisation(client)).id).not.toBe('')
  })

  test('an answer that takes too long', async () => {
    const client = clientOf(simulator, { timeoutMs: 150 })
    await readOrganisation(client)
    simulator.control.arm({ kind: 'slow', match: '/organizations/me', delayMs: 600 })
    const error = await failureOf(readOrganisation(client))
    expect(error).toBeInstanceOf(RetryableError)
    expect(error.code).toBe('genesys.timed-out')
  })

  test('nobody listening', async () => {
    const gone = await smallOrganisation()
    await gone.close()
    const error = await failureOf(readOrganisation(clientOf(gone)))
    expect(error).toBeInstanceOf(RetryableError)
    expect(error).toMatchObject({ code: 'genesys.unreachable', fields: { networkCode: 'ECONNREFUSED' } })
  })
})

describe('the rate budget', () => {
  test('is asked before every request and told what the headers said', async () => {
    const limited = await smallOrganisation({ rateLimit: 3 })
    try {
      const { budget, remembered } = rememberingBudget()
      const client = clientOf(limited, { budget })
      for (let i = 0; i < 3; i++) await readOrganisation(client)
      expect(remembered.acquired).toBe(3)
      expect(remembered.observed.map(({ used, allowed }) => [used, allowed])).toEqual([
        [1, 3],
        [2, 3],
        [3, 3],
      ])
      const error = await failureOf(readOrganisation(client))
      expect(error).toMatchObject({
        code: 'genesys.rate-limited',
        fields: { limitKey: 'client.credentials.token.rate.per.minute' },
      })
      expect(remembered.refused).toHaveLength(1)
      expect(remembered.refused[0]).toBeGreaterThan(0)
    } finally {
      await limited.close()
    }
  })

  test('that cannot give a request keeps it from being made', async () => {
    const client = clientOf(simulator, {
      budget: { ...noBudget, acquire: () => Promise.reject(new Error('no budget left')) },
    })
    await expect(readOrganisation(client)).rejects.toThrow('no budget left')
    expect(countRequests().byEndpoint('GET /api/v2/organizations/me')).toBe(0)
  })
})

describe('cancelling', () => {
  test('ends a request that is under way, with the reason given', async () => {
    const client = clientOf(simulator)
    await readOrganisation(client)
    simulator.control.arm({ kind: 'slow', match: '/organizations/me', delayMs: 1_000 })
    const cancel = new AbortController()
    const call = readOrganisation(client, cancel.signal)
    setTimeout(() => cancel.abort(new Error('the operator pressed Ctrl-C')), 50)
    await expect(call).rejects.toThrow('the operator pressed Ctrl-C')
  })

  test('beforehand makes no request at all', async () => {
    const client = clientOf(simulator)
    await expect(readOrganisation(client, AbortSignal.abort(new Error('too late')))).rejects.toThrow(
      'too late',
    )
    expect(countRequests().byEndpoint('GET /api/v2/organizations/me')).toBe(0)
  })
})

test('an unknown region is refused with the list of regions', () => {
  const make = () =>
    createGenesysClient({
      region: 'eu-west-9',
      clientId: 'a',
      clientSecret: 'b',
      budget: noBudget,
      timeoutMs: 1000,
    })
  expect(make).toThrow(UsageError)
  expect(make).toThrow(/eu-west-9/)
})

test('a missing argument, which the SDK throws as a text, becomes an error of ours', async () => {
  const client = clientOf(simulator)
  const error = await failureOf(
    client.call(
      'look at no job',
      (apis) => apis.analytics.getAnalyticsConversationsDetailsJob(''),
      z.unknown(),
    ),
  )
  expect(error.code).toBe('genesys.incomplete-request')
  expect(error.message).toContain('jobId')
})

test('an error at the token gives nothing away either', async () => {
  for (const kind of [
    'status-500',
    'dropped-connection',
    'html-200',
    'unauthorised',
    'truncated-body',
  ] as const) {
    simulator.control.arm({ kind, match: '/oauth/token' })
    const told = everythingIn(
      await failureOf(readOrganisation(clientOf(simulator, { clientSecret: 'secret-77aa' }))),
    )
    expect(told).not.toContain('secret-77aa')
    expect(told).not.toContain(Buffer.from(`${simulator.clientId}:secret-77aa`).toString('base64'))
    simulator.control.clearFaults()
  }
})
