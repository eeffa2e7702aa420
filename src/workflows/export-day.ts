import { ApplicationFailure, workflowInfo } from '@temporalio/workflow'
import type { ExportSummary } from '../activities/export-summary'
import type { ExportDayInput } from '../activities/request-export'
import { platformActivities } from './activity-proxies'
import { asOwnRun, type RunOutcome } from './own-run'

/** Jobs that may expire or fail before the day is given up: each was already retried call by call. */
const jobsPerDay = 4

/**
 * Brings one UTC day home: ask for a details job, wait for it, store its pages; a job or cursor that
 * expired on the way means a new job, and pages already stored change nothing the second time. Once every
 * page is in, the export vouches for its day and the watermark moves. Fresh intervals come by details
 * query, which is another selection rule and needs no job.
 */
export async function exportDay(input: ExportDayInput): Promise<ExportSummary> {
  // A night or a backfill, whose child a day is otherwise, has a run that tells of it.
  if (workflowInfo().parent) return bringHome(input)
  return asOwnRun('export', () => bringHome(input), outcomeOf)
}

async function bringHome(input: ExportDayInput): Promise<ExportSummary> {
  const activities = platformActivities()
  if (input.rule === 'query-started') return activities.fetchFreshConversations(input)

  for (let job = 1; job <= jobsPerDay; job++) {
    const { exportKey, jobId } = await activities.requestExport(input)
    const { state } = await activities.awaitExportJob({ exportKey, jobId })
    if (state !== 'fulfilled') continue
    const pages = await activities.fetchExportPages({ exportKey, jobId })
    if (pages.state === 'complete') return pages.summary
  }
  throw ApplicationFailure.create({
    type: 'export.no-job-finished',
    nonRetryable: true,
    message: `None of ${jobsPerDay} export jobs for ${input.day} could be read to its end: each failed or expired on the platform's side.`,
  })
}

function outcomeOf({ pages, conversations, changed, quarantined }: ExportSummary): RunOutcome {
  return { partial: quarantined > 0, counts: { pages, conversations, changed, quarantined } }
}
