import type { WireConversation } from '../../simulator/details/wire'
import type { SimulatorOptions } from '../../simulator/options'
import { type RunningSimulator, startSimulator } from '../../simulator/server'

/** An answer of the simulator, read. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of all kinds are looked into freely by tests
  body: any
}

export interface Client {
  simulator: RunningSimulator
  token: string
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  remove(path: string): Promise<Answer>
}

export const jobsPath = '/api/v2/analytics/conversations/details/jobs'
export const queryPath = '/api/v2/analytics/conversations/details/query'
export const aggregatesPath = '/api/v2/analytics/conversations/aggregates/query'

/** Starts a small simulator and takes a token. Whoever starts one closes it. */
export async function start(options: SimulatorOptions = {}): Promise<Client> {
  return connect(await startSimulator({ conversationsPerDay: 150, rateLimit: 0, ...options }))
}

export async function takeToken(
  simulator: RunningSimulator,
  secret = simulator.clientSecret,
): Promise<Answer> {
  return read(
    await fetch(`${simulator.url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${simulator.clientId}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    }),
  )
}

export async function connect(simulator: RunningSimulator): Promise<Client> {
  const token: string = (await takeToken(simulator)).body.access_token
  const ask = async (method: string, path: string, body?: unknown) => {
    const request: RequestInit = {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    }
    if (body !== undefined) request.body = JSON.stringify(body)
    return read(await fetch(simulator.url + path, request))
  }
  return {
    simulator,
    token,
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    remove: (path) => ask('DELETE', path),
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  let body: unknown
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    body = text
  }
  return { status: response.status, headers: response.headers, text, body }
}

/** Submits a details job and asks about it until it is over. */
export async function runJob(
  client: Client,
  body: Record<string, unknown>,
): Promise<{ jobId: string; state: string }> {
  const { jobId } = (await client.post(jobsPath, body)).body
  for (let i = 0; i < 20; i++) {
    const { state } = (await client.get(`${jobsPath}/${jobId}`)).body
    if (state !== 'QUEUED' && state !== 'PENDING') return { jobId, state }
  }
  throw new Error(`Job ${jobId} never came to an end`)
}

/** All pages of a fulfilled job, in the order they came. */
export async function jobPages(
  client: Client,
  jobId: string,
  pageSize: number,
): Promise<WireConversation[][]> {
  const pages: WireConversation[][] = []
  let cursor: string | undefined
  do {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const { status, body } = await client.get(`${jobsPath}/${jobId}/results?pageSize=${pageSize}${query}`)
    if (status !== 200)
      throw new Error(`Page ${pages.length + 1} of job ${jobId}: ${status} ${JSON.stringify(body)}`)
    pages.push(body.conversations)
    cursor = body.cursor
  } while (cursor)
  return pages
}

/** What a job over the interval finds, all pages together. */
export async function exportInterval(
  client: Client,
  interval: string,
  more: Record<string, unknown> = {},
): Promise<WireConversation[]> {
  const { jobId } = await runJob(client, { interval, ...more })
  return (await jobPages(client, jobId, 1_000)).flat()
}

export const idsOf = (conversations: readonly WireConversation[]) =>
  conversations.map(({ conversationId }) => conversationId)
