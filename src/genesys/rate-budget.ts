/**
 * The requests we may still make in the platform's window. Every request asks first and reports back after, so
 * that all workers together stay under the limit; `src/store` keeps the one shared budget.
 */
export interface RateBudget {
  /**
   * Waits until one more request is ours to make. Rejects with the signal's reason when it is aborted first.
   *
   * @throws TerminalError `run.budget-spent` when the spender's run may make no further request
   */
  acquire(signal?: AbortSignal, spender?: Spender): Promise<void>
  /** What the headers of an answer said about the window we are in. */
  observed(limits: RateLimits): void | Promise<void>
  /** The platform answered 429: nobody asks again before this many seconds have passed. */
  refused(retryAfterSeconds: number): Promise<void>
}

/** On whose account a request is made. */
export interface Spender {
  /** It gives way to the night: while one is under way, it has a share of the budget only. */
  readonly yields: boolean
  /** The run whose own limit of requests it counts against; null: against none. */
  readonly runKey: number | null
}

/** The platform's `inin-ratelimit-*` headers. */
export interface RateLimits {
  /** Requests made in this window. */
  used: number
  /** Requests allowed in a window: 300 a minute and token, unless support raised it. */
  allowed: number
  /** Seconds until the next window opens; at most 15 minutes, whatever the header says. */
  resetSeconds: number
}

/** For tools that make a handful of requests and need no budget. */
export const noBudget: RateBudget = {
  acquire: async (signal) => signal?.throwIfAborted(),
  observed: () => {},
  refused: async () => {},
}

/**
 * The longest wait we believe an answer's headers, in seconds. The platform's window is a minute and its longest stated
 * waits are minutes; a header that says years (a proxy's, or a mistake) would hold every worker for as long.
 */
const longestWaitSeconds = 900

/** A stated wait, cut to what we believe. */
export function believableWait(seconds: number): number {
  return Math.min(seconds, longestWaitSeconds)
}

/** Reads the limits from an answer's headers (lower-case names); null when it does not state all three. */
export function readRateLimits(headers: Readonly<Record<string, unknown>>): RateLimits | null {
  const used = countIn(headers['inin-ratelimit-count'])
  const allowed = countIn(headers['inin-ratelimit-allowed'])
  const resetSeconds = countIn(headers['inin-ratelimit-reset'])
  if (used === null || allowed === null || resetSeconds === null) return null
  return { used, allowed, resetSeconds: believableWait(resetSeconds) }
}

/** Seconds to wait as stated by `Retry-After`, at most 15 minutes; null when absent or not a number of seconds. */
export function readRetryAfterSeconds(headers: Readonly<Record<string, unknown>>): number | null {
  const stated = countIn(headers['retry-after'])
  return stated === null ? null : believableWait(stated)
}

function countIn(header: unknown): number | null {
  return typeof header === 'string' && /^\d{1,9}$/.test(header.trim()) ? Number(header) : null
}
