import {
  ApplicationFailure,
  CancelledFailure,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { type RetallyError, RetryableError, TerminalError, UsageError } from '../../errors'

/** Translates what Temporal's client throws about a workflow into our tree; what it does not know passes unchanged. */
export function castWorkflowError(error: unknown, workflowId: string): unknown {
  if (error instanceof WorkflowFailedError) return failureOf(error, workflowId)
  if (error instanceof WorkflowNotFoundError) {
    return new UsageError(`There is no workflow ${workflowId} on this Temporal server.`, {
      code: 'workflow.unknown',
      fields: { workflowId },
      advice: 'See `retally runs` for the ids of what ran.',
      cause: error,
    })
  }
  if (error instanceof QueryNotRegisteredError) {
    return new UsageError(
      `${workflowId} has no days that go one by one, so there is no progress to tell or steer.`,
      {
        code: 'workflow.not-by-days',
        fields: { workflowId },
        advice:
          'Name a workflow that `backfill`, `export` or `recompute` of a range started; see `retally runs`.',
        cause: error,
      },
    )
  }
  if (error instanceof ServiceError || isGrpcServiceError(error)) {
    return new RetryableError(`Temporal could not be asked about ${workflowId}.`, {
      code: 'temporal.unreachable',
      fields: { workflowId },
      advice: 'What was started goes on where Temporal and a worker run; the same command joins it again.',
      cause: error,
    })
  }
  return error
}

function failureOf(error: WorkflowFailedError, workflowId: string): RetallyError {
  let cause: unknown = error.cause
  while (!(cause instanceof ApplicationFailure) && innerOf(cause) !== undefined) cause = innerOf(cause)
  if (cause instanceof ApplicationFailure) {
    return new TerminalError(cause.message, {
      code: cause.type ?? 'workflow.failed',
      fields: { workflowId },
      advice: `Mend the cause and give the same command again; what was done stays (workflow ${workflowId}).`,
      cause: error,
    })
  }
  const how =
    cause instanceof CancelledFailure
      ? 'was cancelled'
      : cause instanceof TerminatedFailure
        ? 'was terminated'
        : cause instanceof TimeoutFailure
          ? 'ran out of time'
          : 'failed'
  return new TerminalError(`The workflow ${workflowId} ${how}.`, {
    code: 'workflow.failed',
    fields: { workflowId },
    advice: 'Give the same command again; what was done stays.',
    cause: error,
  })
}

function innerOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined
}
