import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A refusal, as the platform words it: status, code, message. */
export class Failure extends Error {
  readonly status: ContentfulStatusCode
  readonly code: string
  /** Fields of the error body beyond the usual ones. */
  readonly more: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    options: { more?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.name = 'Failure'
    this.status = status
    this.code = code
    this.more = options.more ?? {}
    this.headers = options.headers ?? {}
  }

  /** The error body; `contextId` is what one would quote to support. */
  body(contextId: string): Record<string, unknown> {
    return {
      message: this.message,
      code: this.code,
      status: this.status,
      contextId,
      details: [],
      errors: [],
      ...this.more,
    }
  }
}

export function badRequest(message: string, code = 'bad.request'): Failure {
  return new Failure(400, code, message)
}

export function notFound(message: string): Failure {
  return new Failure(404, 'not.found', message)
}

/** 429, worded and headed as the platform does. */
export function tooManyRequests(seconds: number, limit?: number): Failure {
  const more =
    limit === undefined
      ? {}
      : {
          limit: { key: 'client.credentials.token.rate.per.minute', namespace: 'platform.api', value: limit },
        }
  return new Failure(
    429,
    'too.many.requests.retry.after',
    `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`,
    { more, headers: { 'Retry-After': String(seconds) } },
  )
}
