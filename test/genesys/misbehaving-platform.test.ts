import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TerminalError } from '../../src/errors'
import { createGenesysClient, type GenesysClient } from '../../src/genesys/client'
import { readOrganisation } from '../../src/genesys/organisation'
import { noBudget, type RateBudget } from '../../src/genesys/rate-budget'
import { everythingIn, failureOf, rememberingBudget } from './simulated'

describe('a platform that misbehaves in ways the simulator does not', () => {
  let server: Server
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  async function against(answer: RequestListener, budget: RateBudget = noBudget): Promise<GenesysClient> {
    server = createServer((request, response) => {
      if (request.url !== '/oauth/token') return answer(request, response)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ access_token: 'token-5f3a91', token_type: 'bearer', expires_in: 3600 }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return createGenesysClient({
      gateway: { protocol: 'http', host: '127.0.0.1', port: (server.address() as AddressInfo).port },
      clientId: 'client-77',
      clientSecret: 'secret-c0ffee',
      budget,
      timeoutMs: 300,
    })
  }

  test('JSON of another shape is terminal, and says where it differs', async () => {
    const client = await against((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"id": 7}')
    })
    const error = await failureOf(readOrganisation(client))
    expect(error).toBeInstanceOf(TerminalError)
    expect(error).toMatchObject({ code: 'genesys.unexpected-answer', fields: { path: 'id' } })
  })

  test('JSON cut short that pretends to be whole is worth another try', async () => {
    const client = await against((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"id": "org-1", "na')
    })
    expect(await failureOf(readOrganisation(client))).toMatchObject({
      code: 'genesys.unreadable-answer',
      retryable: true,
    })
  })

  test('an answer that drips for ever ends at the time-out', async () => {
    const client = await against((_, response) => {
      response.setHeader('content-type', 'application/json')
      const drip = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(drip))
    })
    expect(await failureOf(readOrganisation(client))).toMatchObject({
      code: 'genesys.timed-out',
      retryable: true,
    })
  })

  test('a 429 without Retry-After waits for what its message says', async () => {
    const client = await against((_, response) => {
      response.statusCode = 429
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          message: 'Rate limit exceeded the maximum. Retry the request in [17] seconds',
          code: 'too.many.requests',
        }),
      )
    })
    expect(await failureOf(readOrganisation(client))).toMatchObject({ retryAfterMs: 17_000 })
  })

  test('a wait of years is cut to a quarter of an hour, whichever way it is stated', async () => {
    const told = rememberingBudget()
    const stated: [Record<string, string>, string][] = [
      [{ 'retry-after': '999999999' }, ''],
      [{}, 'Rate limit exceeded the maximum. Retry the request in [99999] seconds'],
      [
        {
          'retry-after': '900',
          'inin-ratelimit-count': '299',
          'inin-ratelimit-allowed': '300',
          'inin-ratelimit-reset': '999999999',
        },
        '',
      ],
    ]
    for (const [headers, message] of stated) {
      const client = await against((_, response) => {
        response.writeHead(429, { 'content-type': 'application/json', ...headers })
        response.end(JSON.stringify({ message, code: 'too.many.requests' }))
      }, told.budget)
      expect(await failureOf(readOrganisation(client))).toMatchObject({ retryAfterMs: 900_000 })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    const client = await against((_, response) => {
      response.writeHead(503, { 'retry-after': '999999999' })
      response.end()
    })
    expect(await failureOf(readOrganisation(client))).toMatchObject({ retryAfterMs: 900_000 })
    expect(told.remembered).toMatchObject({
      refused: [900, 900, 900],
      observed: [{ used: 299, allowed: 300, resetSeconds: 900 }],
    })
  })

  test('an address that is not allowed is not asked for another token', async () => {
    let requests = 0
    const client = await against((_, response) => {
      requests++
      response.statusCode = 401
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ message: 'IP not authorized', code: 'ip.not.authorized' }))
    })
    expect((await failureOf(readOrganisation(client))).advice).toContain('allowed addresses')
    expect(requests).toBe(1)
  })

  test.each([
    [400, 'genesys.bad-request', false],
    [404, 'genesys.not-found', false],
    [408, 'genesys.unavailable', true],
    [409, 'genesys.conflict', false],
    [413, 'genesys.too-large', false],
    [415, 'genesys.bad-request', false],
  ])('status %i is %s', async (status, code, retryable) => {
    const client = await against((_, response) => {
      response.statusCode = status
      response.end()
    })
    expect(await failureOf(readOrganisation(client))).toMatchObject({ code, retryable })
  })

  test('no error gives away a secret, a token, a caller or an address, however the platform words it', async () => {
    const answers: RequestListener[] = [
      (request, response) => {
        response.statusCode = 400
        response.setHeader('content-type', 'application/json')
        const message = `Bad ${request.headers.authorization} for tel:+15550100200, +1 555 010 0200 and jane.doe@example.com, secret-c0ffee`
        response.end(JSON.stringify({ message, code: 'bad.request', contextId: 'jane.doe@example.com' }))
      },
      (request) => request.socket.destroy(),
      () => {},
      (_, response) => {
        response.statusCode = 503
        response.end('<html>jane.doe@example.com</html>')
      },
      (_, response) => {
        response.statusCode = 200
        response.end('<html>jane.doe@example.com</html>')
      },
    ]
    for (const answer of answers) {
      const client = await against(answer)
      const told = everythingIn(await failureOf(readOrganisation(client)))
      expect(told).not.toMatch(/token-5f3a91|secret-c0ffee|jane|5550100200|010 0200/)
      expect(told).not.toMatch(/Bearer token|Basic [A-Za-z0-9+/=]{8,}/)
      expect(told).not.toContain(Buffer.from('client-77:secret-c0ffee').toString('base64'))
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    await against(() => {})
  })
})
