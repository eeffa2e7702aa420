import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow'

/** The innermost failure's own sentence: what went wrong, without Temporal's wrapping. */
export function firstCause(error: unknown): string {
  const cause = innermost(error)
  if (cause instanceof ApplicationFailure)
    return cause.type ? `${cause.message} [${cause.type}]` : cause.message
  return cause instanceof Error ? cause.message : String(cause)
}

/** The revisions of the facts that the failed attempt had read, by subject; null when it did not come that far. */
export function failedRevisions(error: unknown): Readonly<Record<string, number>> | null {
  const cause = innermost(error)
  if (!(cause instanceof ApplicationFailure)) return null
  const fields = cause.details?.[0] as { factsRevisions?: string } | null | undefined
  return fields?.factsRevisions === undefined ? null : JSON.parse(fields.factsRevisions)
}

/** Whether the run has made as many requests as it may: nothing is wrong with the day that was to be fetched. */
export function isBudgetSpent(error: unknown): boolean {
  const cause = innermost(error)
  return cause instanceof ApplicationFailure && cause.type === 'run.budget-spent'
}

function innermost(error: unknown): unknown {
  let cause: unknown = error
  while ((cause instanceof ChildWorkflowFailure || cause instanceof ActivityFailure) && cause.cause) {
    cause = cause.cause
  }
  return cause
}

/** Which step of a day failed: the child workflow that was bringing it home says so by its type. */
export function failedStep(error: unknown): 'export' | 'recompute' {
  return error instanceof ChildWorkflowFailure && error.workflowType === 'exportDay' ? 'export' : 'recompute'
}
