import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openSink } from '../../src/delivery/catalogue'
import type { DeliveryItem } from '../../src/delivery/delivery-item'
import { RetryableError, TerminalError } from '../../src/errors'

interface Received {
  url: string
  headers: IncomingMessage['headers']
  body: unknown
}

let server: Server
let url: string
let received: Received[]
let answer: (response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({
        url: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()),
      })
      answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

beforeEach(() => {
  received = []
  answer = json(200, {})
})

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }

const item: DeliveryItem = {
  agentId: 'ada',
  date: '2026-10-20',
  kpi: 'offered',
  version: 1,
  value: 600,
  count: 2,
}
const token = 'Bearer secret-of-the-report'

function send(
  items: DeliveryItem[] = [item],
  settings: { path?: string; timeoutMs?: number } = {},
  signal = new AbortController().signal,
) {
  const sink = openSink(
    { kind: 'custom-report', url, headers: { authorization: token }, ...settings },
    { postExternalMetrics: async () => [] },
  )
  return sink.send(items, { idempotencyKey: 'key-1', signal })
}

const failure = (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the sink custom-report', () => {
  test('posts its records with overwrite, token and idempotency key', async () => {
    answer = json(202, { contextId: 'context-7' })
    const { status, contextId, outcomes } = await send([item, { ...item, value: null, count: 0 }])
    expect({ status, contextId, outcomes }).toEqual({
      status: 202,
      contextId: 'context-7',
      outcomes: [{ outcome: 'accepted' }, { outcome: 'accepted' }],
    })
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      url: '/api/v2/analytics/datadefinitions/customreports',
      headers: { authorization: token, 'idempotency-key': 'key-1', 'content-type': 'application/json' },
      body: {
        data: [
          {
            agentId: 'ada',
            date: '2026-10-20',
            metric: 'offered',
            metricVersion: 1,
            value: 300,
            total: 600,
            count: 2,
          },
          {
            agentId: 'ada',
            date: '2026-10-20',
            metric: 'offered',
            metricVersion: 1,
            value: null,
            total: null,
            count: 0,
          },
        ],
        overwrite: true,
      },
    })
  })

  test('goes to the path of its settings', async () => {
    await send([item], { path: '/reports/kpis' })
    expect(received[0]?.url).toBe('/reports/kpis')
  })

  test.each([400, 409, 413, 415, 422])(
    'parks the items when the content is refused with %i',
    async (status) => {
      answer = json(status, {
        code: 'bad.request',
        contextId: 'context-9',
        message: 'who is +44 20 7946 0000?',
      })
      const told = await send([item, item])
      expect(told.outcomes.map(({ outcome, code }) => [outcome, code])).toEqual([
        ['parked', 'bad.request'],
        ['parked', 'bad.request'],
      ])
      expect(told.contextId).toBe('context-9')
      expect(JSON.stringify(told)).not.toContain('7946')
    },
  )

  test.each([408, 429, 500, 502, 503, 504])('asks to be tried again on %i', async (status) => {
    answer = json(status, { code: 'too.busy' })
    const error = await failure(send())
    expect(error).toBeInstanceOf(RetryableError)
    expect(error).toMatchObject({ code: 'delivery.busy', fields: { status, code: 'too.busy', items: 1 } })
  })

  test('waits as long as Retry-After says, in seconds or until a date', async () => {
    answer = json(429, {}, { 'retry-after': '42' })
    expect(await failure(send())).toMatchObject({ retryAfterMs: 42_000 })
    answer = json(
      503,
      {},
      { date: 'Tue, 20 Oct 2026 10:00:00 GMT', 'retry-after': 'Tue, 20 Oct 2026 10:01:30 GMT' },
    )
    expect(await failure(send())).toMatchObject({ retryAfterMs: 90_000 })
    answer = json(503, {}, { 'retry-after': 'soon' })
    expect(await failure(send())).toMatchObject({ retryAfterMs: undefined })
  })

  test.each([
    [401, 'delivery.unauthorised'],
    [403, 'delivery.forbidden'],
    [404, 'delivery.refused'],
  ])('stops on %i, since no item is to blame', async (status, code) => {
    answer = json(status, {})
    const error = await failure(send())
    expect(error).toBeInstanceOf(TerminalError)
    expect(error).toMatchObject({ code })
  })

  test('does not follow a redirect with its token', async () => {
    answer = json(307, {}, { location: `${url}/elsewhere` })
    expect(await failure(send())).toMatchObject({ code: 'delivery.refused', retryable: false })
    expect(received).toHaveLength(1)
  })

  test('does not take a page of HTML for an answer', async () => {
    answer = (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
    expect(await failure(send())).toMatchObject({ code: 'delivery.unreadable-answer', retryable: true })
  })

  test('a dropped connection and a slow answer are worth another try', async () => {
    answer = (response) => response.destroy()
    expect(await failure(send())).toMatchObject({ code: 'delivery.unreachable', retryable: true })
    answer = () => undefined
    expect(await failure(send([item], { timeoutMs: 50 }))).toMatchObject({
      code: 'delivery.unreachable',
      fields: { reason: 'timed out' },
    })
  })

  test('a cancelled call ends with its cancellation', async () => {
    answer = () => undefined
    const cancelling = new AbortController()
    const sending = failure(send([item], {}, cancelling.signal))
    cancelling.abort(new Error('shutting down'))
    expect(await sending).toMatchObject({ message: 'shutting down' })
  })

  test('no error tells the token', async () => {
    for (const status of [401, 404, 429, 503]) {
      answer = json(status, { message: token })
      const error = await failure(send())
      expect(error).toBeInstanceOf(Error)
      const { message, stack, fields, advice } = error as RetryableError
      expect(JSON.stringify({ message, stack, fields, advice })).not.toContain('secret-of-the-report')
    }
  })
})
