import { RetryableError } from '../errors'

/** What the shell learns; the table is in README.md. */
export const exitCodes = {
  ok: 0,
  /** The run finished, some of it failed (quarantined days, refused items). */
  partialFailure: 1,
  /** Wrong use, or a failure that ended the run. */
  failed: 2,
  /** Outside tolerance, or changes are pending. */
  outsideTolerance: 3,
  /** What was verified is not what its receipt or its rows say. */
  notEqual: 4,
  /** Nothing is wrong with the request: try again later. */
  retryLater: 75,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The exit code an error stands for. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof RetryableError ? exitCodes.retryLater : exitCodes.failed
}
