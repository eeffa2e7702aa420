import type { z } from 'zod'
import { RetryableError } from '../errors'
import type { Instant } from '../time/instant'
import { type AccessToken, AccessTokenKeeper } from './access-token'
import { failedConnection, timedOut } from './failed-connection'
import {
  type PlatformAddress,
  type PlatformApis,
  type PlatformSdk,
  platformApis,
  platformSdk,
} from './platform-sdk'
import { type RateBudget, readRateLimits, type Spender } from './rate-budget'
import { readAnswer } from './readable-answer'
import { platformCode, type Refusal, refusalError, retryAfterSeconds } from './refusal'
import { tokenAnswer } from './wire/token'

/** Genesys Cloud as the rest of Retally sees it: every request of ours goes through `call`. */
export interface GenesysClient {
  /**
   * Makes one request and reads its answer.
   *
   * @param what what is being done, as the end of "Could not …": `fetch a page of job 5d…`; ids, no personal data
   * @param operation the SDK call; it must start its request before it first awaits
   * @param schema what we read of the answer; parts of it that are not named here are dropped or kept as the schema says
   * @param signal aborting it ends the request and rejects with its reason
   * @throws RetryableError `genesys.rate-limited`, `genesys.unavailable`, `genesys.unreachable`, `genesys.timed-out`,
   *   `genesys.unreadable-answer`
   * @throws TerminalError `genesys.unauthorised`, `genesys.forbidden`, `genesys.not-found`, `genesys.bad-request`,
   *   `genesys.conflict`, `genesys.too-large`, `genesys.unexpected-answer` and a few rarer ones
   */
  call<T>(
    what: string,
    operation: (apis: PlatformApis) => Promise<unknown>,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<T>

  /** The same client, whose requests are made on somebody's account. */
  onAccountOf(spender: Spender): GenesysClient

  /** What time it is on the platform, by the `Date` of its last answer (to the second); by our own clock before there was one. */
  now(): Instant
}

/** `region: 'eu-central-1'`, or `gateway` where a stand-in listens, and the rest. */
export type GenesysClientOptions = PlatformAddress & {
  clientId: string
  clientSecret: string
  budget: RateBudget
  /** How long one request may take, its answer read to the end. */
  timeoutMs: number
  userAgent?: string
  /** The clock that token ends are compared with. */
  now?: () => number
}

/**
 * A client with its own connection, token and settings; nothing is shared with another one and nothing is read from
 * the SDK's configuration file.
 *
 * @throws UsageError for an unknown region
 */
export function createGenesysClient(options: GenesysClientOptions): GenesysClient {
  const sdk = platformSdk(options, options.timeoutMs, options.userAgent)
  const apis = platformApis(sdk)
  const ours = options.now ?? Date.now
  let aheadMs = 0
  const tokens = new AccessTokenKeeper(() => requestToken(sdk, options), ours)

  async function call<T>(
    spender: Spender | undefined,
    what: string,
    operation: (apis: PlatformApis) => Promise<unknown>,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      // The budget first: waiting for it may outlast a token.
      await options.budget.acquire(signal, spender)
      const token = await unlessAborted(tokens.current(), signal)
      const secrets = [options.clientSecret, token.text]
      const outcome = await send(sdk, what, () => operation(apis), options.timeoutMs, token, signal)
      if (outcome.kind === 'failed') throw outcome.asError(secrets)

      const stated = Date.parse(String(outcome.answer.headers.date ?? ''))
      if (!Number.isNaN(stated)) aheadMs = stated - ours()
      const limits = readRateLimits(outcome.answer.headers)
      if (limits !== null) await options.budget.observed(limits)
      if (outcome.kind === 'answered') return readAnswer(what, outcome.answer.body, schema)

      const refusal = outcome.answer
      if (refusal.status === 401) {
        tokens.reject(token)
        if (attempt === 1 && platformCode(refusal) !== 'ip.not.authorized') continue
      }
      if (refusal.status === 429) await options.budget.refused(retryAfterSeconds(refusal))
      throw refusalError(what, refusal, secrets)
    }
  }

  const clientOf = (spender?: Spender): GenesysClient => ({
    call: (...request) => call(spender, ...request),
    onAccountOf: clientOf,
    now: () => ours() + aheadMs,
  })
  return clientOf()
}

type Outcome =
  | { kind: 'answered'; answer: Refusal }
  | { kind: 'refused'; answer: Refusal }
  | { kind: 'failed'; asError: (secrets: readonly string[]) => Error }

/** Sends one request with this token and says how it went. Rejects only when the signal was aborted. */
async function send(
  sdk: PlatformSdk,
  what: string,
  request: () => Promise<unknown>,
  timeoutMs: number,
  token: AccessToken | null,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  signal?.throwIfAborted()
  const ending = new AbortController()
  const abort = () => ending.abort()
  const deadline = setTimeout(abort, timeoutMs)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    if (token !== null) sdk.client.setAccessToken(token.text)
    const answer = await sdk.endingWith(ending.signal, request)
    return { kind: 'answered', answer: asAnswer(answer) ?? { status: 200, headers: {}, body: answer } }
  } catch (thrown) {
    signal?.throwIfAborted()
    if (ending.signal.aborted) return { kind: 'failed', asError: () => timedOut(what, timeoutMs) }
    const refusal = asAnswer(thrown) ?? asAnswer(responseIn(thrown))
    if (refusal !== null && refusal.status >= 400) return { kind: 'refused', answer: refusal }
    return { kind: 'failed', asError: (secrets) => failedConnection(what, underlying(thrown), secrets) }
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', abort)
  }
}

async function requestToken(sdk: PlatformSdk, options: GenesysClientOptions): Promise<AccessToken> {
  const what = 'get an access token'
  const secrets = [options.clientSecret]
  const grant = () => sdk.client.loginClientCredentialsGrant(options.clientId, options.clientSecret)
  const outcome = await send(sdk, what, grant, options.timeoutMs, null, undefined)
  if (outcome.kind === 'failed') throw outcome.asError(secrets)
  if (outcome.kind === 'refused') {
    // OAuth answers wrong credentials with 400 as well as 401 (RFC 6749 §5.2); both mean the same to us.
    const refusal = outcome.answer.status === 400 ? { ...outcome.answer, status: 401 } : outcome.answer
    throw refusalError(what, refusal, secrets)
  }
  const token = tokenAnswer.safeParse(outcome.answer.body)
  if (!token.success) {
    throw new RetryableError(`Could not ${what}: the answer holds none.`, {
      code: 'genesys.unreadable-answer',
      fields: { doing: what },
      advice: 'Check that the region or gateway is Genesys Cloud and that no proxy answers in its place.',
    })
  }
  return { text: token.data.accessToken, expiresAt: token.data.tokenExpiryTime }
}

function asAnswer(value: unknown): Refusal | null {
  if (typeof value !== 'object' || value === null || !('status' in value) || !('headers' in value))
    return null
  if (typeof value.status !== 'number' || typeof value.headers !== 'object' || value.headers === null)
    return null
  const body = 'body' in value ? value.body : 'data' in value ? value.data : undefined
  return { status: value.status, headers: value.headers as Record<string, unknown>, body }
}

/** Of an answer that broke off the SDK makes an answer with the network's error in it. */
function underlying(thrown: unknown): unknown {
  return asAnswer(thrown) !== null && typeof thrown === 'object' && thrown !== null && 'error' in thrown
    ? thrown.error
    : thrown
}

function responseIn(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'response' in thrown ? thrown.response : undefined
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
