import { statfsSync } from 'node:fs'
import { RetryableError } from '../errors'

/** What the system answers when there is no room: on the disk, or in the user's share of it. */
const noRoom = new Set(['ENOSPC', 'EDQUOT'])

/** Postgres grows its log by pieces of this size, and ends itself when it cannot. */
const SMALLEST_ROOM = 16 * 1024 * 1024

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && noRoom.has(String(error.code))
}

/** True when a service could not work on the disk of this folder, which must exist. */
export function hasNoRoom(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < SMALLEST_ROOM
}

/** `what` says what was being done and what was written of it: "the local services were not started and nothing was written". */
export function diskFull(folder: string, what: string, cause?: unknown): RetryableError {
  return new RetryableError(`The disk of ${folder} is full: ${what}.`, {
    code: 'local.disk-full',
    advice:
      'Free some space on it, or set RETALLY_HOME to a folder on another disk; then run the command again.',
    cause,
  })
}

/** The error as it is, or, when it says that there is no room, as one sentence about the disk of this folder. */
export function castDiskFull(error: unknown, folder: string, what: string): unknown {
  return isDiskFull(error) ? diskFull(folder, what, error) : error
}
