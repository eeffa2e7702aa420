import { Tokens } from '../../simulator/tokens'
import { connect, start, takeToken } from './client'

test('requests beyond the minute’s allowance are refused with how long to wait', async () => {
  const client = await start({ rateLimit: 5 })
  try {
    const answers = []
    for (let i = 0; i < 7; i++) answers.push(await client.get('/api/v2/organizations/me'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(answers[2]?.headers.get('inin-ratelimit-count')).toBe('3')
    expect(answers[2]?.headers.get('inin-ratelimit-allowed')).toBe('5')
    expect(Number(answers[2]?.headers.get('inin-ratelimit-reset'))).toBeGreaterThan(50)
    const seconds = answers[5]?.headers.get('retry-after')
    expect(answers[5]?.body).toMatchObject({
      message: `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`,
      code: 'too.many.requests.retry.after',
      status: 429,
      limit: { key: 'client.credentials.token.rate.per.minute', value: 5 },
    })
    expect(answers[5]?.headers.get('inin-ratelimit-count')).toBe('5')
    expect(answers[5]?.headers.get('inin-correlation-id')).toBe(answers[5]?.body.contextId)
    const other = await connect(client.simulator)
    expect((await other.get('/api/v2/organizations/me')).status).toBe(200)
  } finally {
    await client.simulator.close()
  }
})

test('a new minute brings a new allowance', () => {
  let now = 1_000_000
  const tokens = new Tokens('seed', 3_600, 2, () => now)
  const { access_token } = tokens.issue()
  const spend = () => tokens.spend(access_token)?.exceeded
  expect([spend(), spend(), spend()]).toEqual([false, false, true])
  now += 60_000
  expect(spend()).toBe(false)
})

test('a token expires', () => {
  let now = 1_000_000
  const tokens = new Tokens('seed', 300, 0, () => now)
  const { access_token, expires_in } = tokens.issue()
  expect(expires_in).toBe(299)
  now += 299_999
  expect(tokens.isGood(access_token)).toBe(true)
  now += 1
  expect(tokens.isGood(access_token)).toBe(false)
})

test('expired, revoked, made-up and missing tokens are refused; a fresh one is let in', async () => {
  const client = await start()
  try {
    expect((await client.get('/api/v2/users')).status).toBe(200)
    expect(client.simulator.control.revokeTokens()).toBe(1)
    const refused = await client.get('/api/v2/users')
    expect(refused.status).toBe(401)
    expect(refused.body.code).toBe('bad.credentials')
    const nobody = await fetch(`${client.simulator.url}/api/v2/users`)
    expect(nobody.status).toBe(401)
    expect(((await nobody.json()) as { code: string }).code).toBe('authentication.required')
    expect((await (await connect(client.simulator)).get('/api/v2/users')).status).toBe(200)
    const given = await fetch(`${client.simulator.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.simulator.clientId,
        client_secret: client.simulator.clientSecret,
      }),
    })
    expect(given.status).toBe(200)
    expect((await takeToken(client.simulator, 'guess')).status).toBe(401)
  } finally {
    await client.simulator.close()
  }
})

test('an unknown resource is a 404 in the platform’s words', async () => {
  const client = await start()
  try {
    const { status, body } = await client.get('/api/v2/astrology/houses')
    expect(status).toBe(404)
    expect(body).toMatchObject({ status: 404, code: 'not.found', details: [], errors: [] })
  } finally {
    await client.simulator.close()
  }
})
