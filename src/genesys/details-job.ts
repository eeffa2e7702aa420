import type { Instant } from '../time/instant'
import { formatInterval, type Interval } from '../time/interval'
import type { GenesysClient } from './client'
import { type JobState, ofLivingJob, stateOfJob } from './living-job'
import { availability, jobPage, jobStatus, submittedJob } from './wire/details-job'

/**
 * The conversation details job: submit, ask for its state until it is fulfilled, read its pages by cursor. It is the way
 * to complete days; which conversations it returns is said in `selection-rule.ts`.
 */

/** Conversations asked for per page. No limit is documented; a production connector reads 1,000 at a time. */
export const jobPageSize = 1000

export interface DetailsJobRequest {
  interval: Interval
  /** False: rule `job-activity`. True: rule `job-started`. */
  startOfDayIntervalMatching: boolean
}

/** Starts a job and returns its id. The platform has no idempotency key: asking twice makes two jobs, which harms nobody. */
export async function submitDetailsJob(
  client: GenesysClient,
  request: DetailsJobRequest,
  signal?: AbortSignal,
): Promise<string> {
  const interval = formatInterval(request.interval)
  const body = {
    interval,
    order: 'asc',
    orderBy: 'conversationStart',
    startOfDayIntervalMatching: request.startOfDayIntervalMatching,
  }
  const { jobId } = await client.call(
    `submit a details job for ${interval}`,
    (apis) => apis.analytics.postAnalyticsConversationsDetailsJobs(body),
    submittedJob,
    signal,
  )
  return jobId
}

/**
 * Asks how a job is doing.
 *
 * @throws TerminalError `genesys.job-expired` when it is gone, `genesys.job-failed` when it failed or was cancelled: the same
 *   job will never be fulfilled, a new one may
 */
export async function readJobState(
  client: GenesysClient,
  jobId: string,
  signal?: AbortSignal,
): Promise<JobState> {
  const status = await ofLivingJob(jobId, false, () =>
    client.call(
      `read the state of details job ${jobId}`,
      (apis) => apis.analytics.getAnalyticsConversationsDetailsJob(jobId),
      jobStatus,
      signal,
    ),
  )
  return stateOfJob(jobId, status)
}

export interface JobPage {
  /** Each conversation as it came, to be archived as it came. */
  conversations: unknown[]
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
export async function readJobPage(
  client: GenesysClient,
  jobId: string,
  cursor: string | null,
  pageSize: number = jobPageSize,
  signal?: AbortSignal,
): Promise<JobPage> {
  const options = cursor === null ? { pageSize } : { pageSize, cursor }
  const page = await ofLivingJob(jobId, cursor !== null, () =>
    client.call(
      `read a page of details job ${jobId}`,
      (apis) => apis.analytics.getAnalyticsConversationsDetailsJobResults(jobId, options),
      jobPage,
      signal,
    ),
  )
  return {
    conversations: page.conversations ?? [],
    cursor: page.cursor == null || page.cursor === '' ? null : page.cursor,
    dataAvailableUntil: page.dataAvailabilityDate ?? null,
  }
}

/** The instant up to which jobs return complete data; it bounds every watermark. */
export async function readAvailability(client: GenesysClient, signal?: AbortSignal): Promise<Instant> {
  const { dataAvailabilityDate } = await client.call(
    'read up to when details jobs have data',
    (apis) => apis.analytics.getAnalyticsConversationsDetailsJobsAvailability(),
    availability,
    signal,
  )
  return dataAvailabilityDate
}
