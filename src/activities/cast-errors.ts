import { ApplicationFailure, CancelledFailure, CompleteAsyncError, Context } from '@temporalio/activity'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import { RetallyError, RetryableError } from '../errors'
import { scrub } from '../telemetry/scrub'

/**
 * The one place where our errors become Temporal's. What cannot succeed is marked non-retryable; a wait
 * that the platform asked for becomes the next attempt's delay; foreign errors keep their name and a
 * scrubbed sentence, and are tried again, since they are mostly connections. Histories are kept and
 * shown: nothing personal or secret passes.
 */
export class CastErrors implements ActivityInboundCallsInterceptor {
  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    try {
      return await next(input)
    } catch (error) {
      throw hasHeardOfCancellation(error) ?? castError(error)
    }
  }
}

/** A wait that is broken off because the activity was cancelled is the cancellation: no failure, and nothing to try again. */
function hasHeardOfCancellation(error: unknown): unknown {
  if ((error as Partial<Error> | undefined)?.name !== 'AbortError') return undefined
  const { cancellationSignal } = Context.current()
  return cancellationSignal.aborted ? cancellationSignal.reason : undefined
}

/** An error in the program itself: the same call would end the same way. `fetch` reports lost connections as TypeErrors with a cause. */
function isOurFault(error: unknown): boolean {
  const kinds = [RangeError, TypeError, SyntaxError, ReferenceError]
  return kinds.some((kind) => error instanceof kind) && (error as Error).cause === undefined
}

function castError(error: unknown): unknown {
  if (error instanceof CancelledFailure || error instanceof CompleteAsyncError) return error
  if (error instanceof ApplicationFailure) return error
  if (error instanceof RetallyError) {
    const delayMs = error instanceof RetryableError ? error.retryAfterMs : undefined
    return ApplicationFailure.create({
      type: error.code,
      message: scrub(error.advice ? `${error.message} ${error.advice}` : error.message),
      nonRetryable: !error.retryable,
      details: [error.fields],
      ...(delayMs === undefined ? {} : { nextRetryDelay: delayMs, category: 'BENIGN' as const }),
    })
  }
  const { name, message, code } = error as { name?: string; message?: string; code?: string }
  return ApplicationFailure.create({
    nonRetryable: isOurFault(error),
    type: code ? `unexpected.${code}` : `unexpected.${name ?? 'error'}`,
    message: scrub(message ?? String(error)),
  })
}
