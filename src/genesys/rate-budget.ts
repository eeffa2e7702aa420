/**
 * The requests we may still make in the platform's window. Every request asks first and reports back after, so
 * that all workers together stay under the limit; `src/store` keeps the one shared budget.
 */
export interface RateBudget {
  /** Waits until one more request is ours to make. Rejects with the signal's reason when it is aborted first. */
  acquire(signal?: AbortSignal): Promise<void>
  /** What the headers of an answer said about the window we are in. */
  observed(limits: RateLimits): void | Promise<void>
  /** The platform answered 429: nobody asks again before this many seconds have passed. */
  refused(retryAfterSeconds: number): Promise<void>
}

/** The platform's `inin-ratelimit-*` headers. */
export interface RateLimits {
  /** Requests made in this window. */
  used: number
  /** Requests allowed in a window: 300 a minute and token, unless support raised it. */
  allowed: number
  /** Seconds until the next window opens. */
  resetSeconds: number
}

/** For tools that make a handful of requests and need no budget. */
export const noBudget: RateBudget = {
  acquire: async (signal) => signal?.throwIfAborted(),
  observed: () => {},
  refused: async () => {},
}

/** Reads the limits from an answer's headers (lower-case names); null when it does not state all three. */
export function readRateLimits(headers: Readonly<Record<string, unknown>>): RateLimits | null {
  const used = countIn(headers['inin-ratelimit-count'])
  const allowed = countIn(headers['inin-ratelimit-allowed'])
  const resetSeconds = countIn(headers['inin-ratelimit-reset'])
  return used === null || allowed === null || resetSeconds === null ? null : { used, allowed, resetSeconds }
}

/** Seconds to wait as stated by `Retry-After`; null when absent or not a number of seconds. */
export function readRetryAfterSeconds(headers: Readonly<Record<string, unknown>>): number | null {
  return countIn(headers['retry-after'])
}

function countIn(header: unknown): number | null {
  return typeof header === 'string' && /^\d{1,9}$/.test(header.trim()) ? Number(header) : null
}
