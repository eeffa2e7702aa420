import { type RetallyError, RetryableError, TerminalError } from '../errors'
import { believableWait, readRetryAfterSeconds } from './rate-budget'
import { machineWord, scrubbed } from './scrub'
import { type ErrorBody, errorBody } from './wire/error-body'

/** An answer with a status that is no success. */
export interface Refusal {
  status: number
  headers: Readonly<Record<string, unknown>>
  body: unknown
}

/** How long to leave the platform alone after a 429 that does not say: one window (300 requests a minute and token). */
const windowSeconds = 60

/** The seconds a 429 asks us to wait: its header, else the number in its message, else one window. */
export function retryAfterSeconds(refusal: Refusal): number {
  const stated = /\[(\d{1,5})\] seconds/.exec(bodyOf(refusal).message ?? '')?.[1]
  return (
    readRetryAfterSeconds(refusal.headers) ??
    (stated === undefined ? windowSeconds : believableWait(Number(stated)))
  )
}

/** The platform's code for a refusal, such as `bad.credentials`. */
export function platformCode(refusal: Refusal): string | undefined {
  const body = bodyOf(refusal)
  return machineWord(body.code) ?? machineWord(body.error)
}

/**
 * Turns a refusal into our error: whether trying again can help, what was being done, and what to try. The
 * platform's message is scrubbed; its body, headers and our token never come along.
 *
 * Which statuses are worth another try is Genesys' own advice (429, 502, 503, 504) with 408 and 500 added: every
 * request we make is a read or replaces what it wrote before.
 */
export function refusalError(what: string, refusal: Refusal, secrets: readonly string[]): RetallyError {
  const body = bodyOf(refusal)
  const said = scrubbed(body.message ?? body.error_description ?? '', secrets)
  const fields = {
    doing: what,
    status: refusal.status,
    platformCode: platformCode(refusal),
    contextId: machineWord(body.contextId) ?? machineWord(refusal.headers['inin-correlation-id']),
    limitKey: machineWord(body.limit?.key),
  }
  const because =
    said === ''
      ? `the platform answered ${refusal.status}`
      : `the platform answered ${refusal.status}: ${said}`
  const message = `Could not ${what}: ${because.replace(/\.$/, '')}.`

  switch (refusal.status) {
    case 401:
      return new TerminalError(message, {
        code: 'genesys.unauthorised',
        fields,
        advice:
          fields.platformCode === 'ip.not.authorized'
            ? "Add this machine's address to the organisation's allowed addresses."
            : 'Check the client id, the client secret and the region; the OAuth client may be disabled or its secret replaced.',
      })
    case 403: {
      const permissions = permissionsIn(body)
      const which =
        fields.platformCode === 'missing.any.permissions' ? 'one of the permissions' : 'the permission'
      return new TerminalError(message, {
        code: 'genesys.forbidden',
        fields: { ...fields, permission: permissions ?? undefined },
        advice:
          permissions === null
            ? "Give the OAuth client's role the permission this needs, in every division it should read."
            : `Give the OAuth client's role ${which} ${permissions}, in every division it should read.`,
      })
    }
    case 404:
      return new TerminalError(message, {
        code: 'genesys.not-found',
        fields,
        advice: 'Check the id and the region.',
      })
    case 409:
      return new TerminalError(message, {
        code: 'genesys.conflict',
        fields,
        advice: 'Look at what is there already.',
      })
    case 413:
      return new TerminalError(message, {
        code: 'genesys.too-large',
        fields,
        advice: 'Ask for a smaller page or interval.',
      })
    case 429: {
      const seconds = retryAfterSeconds(refusal)
      return new RetryableError(message, {
        code: 'genesys.rate-limited',
        fields: { ...fields, retryAfterSeconds: seconds },
        advice: `Wait ${seconds} s; fewer workers or a raised limit make this rarer.`,
        retryAfterMs: seconds * 1000,
      })
    }
  }
  if (refusal.status === 408 || refusal.status >= 500) {
    const seconds = readRetryAfterSeconds(refusal.headers)
    return new RetryableError(message, {
      code: 'genesys.unavailable',
      fields,
      advice: 'Try again later; the platform has trouble.',
      retryAfterMs: seconds === null ? undefined : seconds * 1000,
    })
  }
  return new TerminalError(message, {
    code: 'genesys.bad-request',
    fields,
    advice: 'Change the request: the platform will not accept it as it is.',
  })
}

function bodyOf(refusal: Refusal): ErrorBody {
  return errorBody.safeParse(refusal.body).data ?? {}
}

/** Permissions look like `analytics:conversationDetail:view`; the message names those that are missing. */
function permissionsIn(body: ErrorBody): string | null {
  const named = (body.message ?? '').match(/\b[A-Za-z]\w*:[A-Za-z]\w*:(?:[A-Za-z]\w*|\*)/g)
  return named === null ? null : [...new Set(named)].join(', ')
}
