import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow'

/** The innermost failure's own sentence: what went wrong, without Temporal's wrapping. */
export function firstCause(error: unknown): string {
  let cause: unknown = error
  while ((cause instanceof ChildWorkflowFailure || cause instanceof ActivityFailure) && cause.cause) {
    cause = cause.cause
  }
  if (cause instanceof ApplicationFailure)
    return cause.type ? `${cause.message} [${cause.type}]` : cause.message
  return cause instanceof Error ? cause.message : String(cause)
}

/** Which step of a day failed: the child workflow that was bringing it home says so by its type. */
export function failedStep(error: unknown): 'export' | 'recompute' {
  return error instanceof ChildWorkflowFailure && error.workflowType === 'exportDay' ? 'export' : 'recompute'
}
