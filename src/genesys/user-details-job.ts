import type { Instant } from '../time/instant'
import { formatInterval, type Interval } from '../time/interval'
import type { GenesysClient } from './client'
import { type JobState, ofLivingJob, stateOfJob } from './living-job'
import { availability, jobStatus, submittedJob } from './wire/details-job'
import { userDetailsPage } from './wire/user-details'

/**
 * The user details job: everybody's presences and routing statuses. Which records it returns at the ends of the interval is not
 * documented; ours are cut to the day they are asked for, so whole and cut ones come to the same.
 *
 * Needs the permission `analytics:userDetail:view`.
 */

/** Starts a job and returns its id. Asking twice makes two jobs, which harms nobody. */
export async function submitUserDetailsJob(
  client: GenesysClient,
  interval: Interval,
  signal?: AbortSignal,
): Promise<string> {
  const asked = formatInterval(interval)
  const { jobId } = await client.call(
    `submit a user details job for ${asked}`,
    (apis) => apis.analytics.postAnalyticsUsersDetailsJobs({ interval: asked, order: 'asc' }),
    submittedJob,
    signal,
  )
  return jobId
}

/**
 * Asks how a job is doing.
 *
 * @throws TerminalError `genesys.job-expired` or `genesys.job-failed`: the same job will never be fulfilled, a new one may
 */
export async function readUserDetailsJobState(
  client: GenesysClient,
  jobId: string,
  signal?: AbortSignal,
): Promise<JobState> {
  const status = await ofLivingJob(jobId, false, () =>
    client.call(
      `read the state of user details job ${jobId}`,
      (apis) => apis.analytics.getAnalyticsUsersDetailsJob(jobId),
      jobStatus,
      signal,
    ),
  )
  return stateOfJob(jobId, status)
}

export interface UserDetailsPage {
  /** Each user's record as it came, to be archived as it came. */
  users: unknown[]
  /** Where the next page begins; null on the last. Opaque, and alive only within this job. */
  cursor: string | null
  /** Data are complete up to here, as this page states it. */
  dataAvailableUntil: Instant | null
}

/**
 * Reads one page of a fulfilled job.
 *
 * @param cursor null for the first page
 * @throws TerminalError `genesys.job-expired` when the job or the cursor is no longer accepted: a new job is needed
 */
export async function readUserDetailsPage(
  client: GenesysClient,
  jobId: string,
  cursor: string | null,
  pageSize: number,
  signal?: AbortSignal,
): Promise<UserDetailsPage> {
  const options = cursor === null ? { pageSize } : { pageSize, cursor }
  const page = await ofLivingJob(jobId, cursor !== null, () =>
    client.call(
      `read a page of user details job ${jobId}`,
      (apis) => apis.analytics.getAnalyticsUsersDetailsJobResults(jobId, options),
      userDetailsPage,
      signal,
    ),
  )
  return {
    users: page.userDetails ?? [],
    cursor: page.cursor == null || page.cursor === '' ? null : page.cursor,
    dataAvailableUntil: page.dataAvailabilityDate ?? null,
  }
}

/** The instant up to which jobs return complete data. */
export async function readUserDetailsAvailability(
  client: GenesysClient,
  signal?: AbortSignal,
): Promise<Instant> {
  const { dataAvailabilityDate } = await client.call(
    'read up to when user details jobs have data',
    (apis) => apis.analytics.getAnalyticsUsersDetailsJobsAvailability(),
    availability,
    signal,
  )
  return dataAvailabilityDate
}
