import { TerminalError } from '../errors'
import type { Instant } from '../time/instant'
import { machineWord, scrubbed } from './scrub'
import type { JobStatus } from './wire/details-job'

/** What details jobs of all kinds have in common: how they stand, and that they may be gone. */
export interface JobState {
  /** `waiting`: ask again later. `fulfilled`: its pages can be read. */
  state: 'waiting' | 'fulfilled'
  /** The platform's own word, such as `QUEUED`. */
  platformState: string
  /** When the results go away; null while the platform does not say. */
  expiresAt: Instant | null
}

/**
 * What a job's status says of it.
 *
 * @throws TerminalError `genesys.job-expired` when it is gone, `genesys.job-failed` when it failed or was cancelled: the same
 *   job will never be fulfilled, a new one may
 */
export function stateOfJob(jobId: string, status: JobStatus): JobState {
  const platformState = status.state.toUpperCase()
  if (platformState === 'EXPIRED') throw jobExpired(jobId, 'its results are no longer kept')
  if (platformState === 'FAILED' || platformState === 'CANCELLED') {
    const said = scrubbed(status.errorMessage ?? '').replace(/\.$/, '')
    throw new TerminalError(
      `Details job ${jobId} ${platformState === 'FAILED' ? 'failed' : 'was cancelled'}${said === '' ? '' : `: ${said}`}.`,
      {
        code: 'genesys.job-failed',
        fields: { jobId, platformState: machineWord(platformState) },
        advice: 'Start a new job; if that fails as well, ask for a shorter interval.',
      },
    )
  }
  return {
    state: platformState === 'FULFILLED' ? 'fulfilled' : 'waiting',
    platformState,
    expiresAt: status.expirationDate ?? null,
  }
}

/** Makes a call about a job, and tells apart "the job or cursor is gone" from all else that can fail. */
export async function ofLivingJob<T>(jobId: string, withCursor: boolean, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error
    if (error.code === 'genesys.not-found' || error.fields.status === 410) {
      throw jobExpired(jobId, 'the platform does not know it any more')
    }
    // How the platform refuses a dead cursor is not documented: any 400 or 409 that speaks of it counts.
    const speaksOf = `${error.fields.platformCode ?? ''} ${error.message}`
    const refused = error.code === 'genesys.bad-request' || error.code === 'genesys.conflict'
    if (refused && /expired/i.test(speaksOf)) throw jobExpired(jobId, 'the platform says it has expired')
    if (refused && withCursor && /cursor/i.test(speaksOf))
      throw jobExpired(jobId, 'its cursor is no longer accepted')
    throw error
  }
}

function jobExpired(jobId: string, why: string): TerminalError {
  return new TerminalError(`Details job ${jobId} cannot be read any further: ${why}.`, {
    code: 'genesys.job-expired',
    fields: { jobId },
    advice: 'Start a new job for the same interval; what is archived already stays and is not doubled.',
  })
}
