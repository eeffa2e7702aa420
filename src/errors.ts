/**
 * The one error tree. Whatever fails in Retally is either worth trying again (`RetryableError`)
 * or not (`TerminalError`); a stable code is for the machine, the fields are for the log, and the
 * message is one sentence for a tired colleague: what was being done, with which ids, what to try.
 *
 * No message or field may carry a secret, a caller's number or a name.
 */
export type ErrorFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface ErrorOptionsWithAdvice {
  /** Stable, dotted, e.g. `genesys.rate-limited`; the part before the dot is the room. */
  code: string
  /** Ids and counts for logs; never personal data. */
  fields?: ErrorFields
  /** What the reader can do next, one sentence. */
  advice?: string
  cause?: unknown
}

export abstract class RetallyError extends Error {
  readonly code: string
  readonly fields: ErrorFields
  readonly advice: string | undefined
  abstract readonly retryable: boolean

  constructor(message: string, options: ErrorOptionsWithAdvice) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = options.code
    this.fields = options.fields ?? {}
    this.advice = options.advice
  }
}

/** Trying again later can help; `retryAfterMs` says when, where the other side told us. */
export class RetryableError extends RetallyError {
  readonly retryable = true
  readonly retryAfterMs: number | undefined

  constructor(message: string, options: ErrorOptionsWithAdvice & { retryAfterMs?: number | undefined }) {
    super(message, options)
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Trying again cannot help: somebody has to change something first. */
export class TerminalError extends RetallyError {
  readonly retryable = false
}

/** The person who called asked for something that cannot be: exit code 2, never a stack trace. */
export class UsageError extends TerminalError {}
