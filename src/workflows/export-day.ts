import { ApplicationFailure, patched, setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import type { AgentTimeInput, AgentTimeSummary } from '../activities/agent-time'
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
  const tell = (step: string) => setCurrentDetails(`**${input.day}** · ${step}`)
  const activities = platformActivities()
  if (input.rule === 'query-started') return activities.fetchFreshConversations(input)

  for (let job = 1; job <= jobsPerDay; job++) {
    tell(`asks for a job, ${job} of at most ${jobsPerDay}`)
    const { exportKey, jobId, agentTime, request = input.request } = await activities.requestExport(input)
    const asked = { exportKey, jobId, ...onAccount(input) }
    tell(`waits for the platform's job ${jobId}`)
    const { state } = await activities.awaitExportJob(asked)
    if (state !== 'fulfilled') continue
    tell(`fetches the pages of job ${jobId}`)
    const pages = await activities.fetchExportPages(asked)
    if (pages.state !== 'complete') continue
    if (!agentTime || input.rule !== 'job-activity' || !patched('agent-time')) return pages.summary
    tell('fetches agents’ time')
    return { ...pages.summary, agentTime: await bringAgentTime({ ...input, request }) }
  }
  throw noJobFinished(input.day)
}

/**
 * Brings the agents' time of the day home as well: what they showed and what routing saw, by a job as for conversations; then
 * what they were scheduled to do.
 */
async function bringAgentTime({ organisation, day, request, runKey }: ExportDayInput) {
  const asked = { organisation, day, request, ...onAccount({ runKey }) }
  const userDetails = await bringUserDetails(asked)
  return { userDetails, schedules: await platformActivities().fetchSchedules(asked) }
}

async function bringUserDetails(asked: AgentTimeInput): Promise<AgentTimeSummary> {
  const activities = platformActivities()
  for (let job = 1; job <= jobsPerDay; job++) {
    const requested = await activities.requestUserDetails(asked)
    if (requested.state === 'unavailable')
      return { agents: 0, changed: 0, quarantined: 0, unavailable: requested.reason }
    const { exportKey, jobId } = requested
    const job = { exportKey, jobId, ...onAccount(asked) }
    const { state } = await activities.awaitUserDetailsJob(job)
    if (state !== 'fulfilled') continue
    const fetched = await activities.fetchUserDetails(job)
    if (fetched.state === 'complete') return fetched.summary
  }
  throw noJobFinished(asked.day)
}

/** The run on whose account it goes, where it belongs to one. */
function onAccount({ runKey }: { runKey?: number | undefined }): { runKey?: number } {
  return runKey === undefined ? {} : { runKey }
}

function noJobFinished(day: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'export.no-job-finished',
    nonRetryable: true,
    message: `None of ${jobsPerDay} export jobs for ${day} could be read to its end: each failed or expired on the platform's side.`,
  })
}

function outcomeOf({ pages, conversations, changed, quarantined, agentTime }: ExportSummary): RunOutcome {
  const counts = { pages, conversations, changed, quarantined }
  if (agentTime === undefined) return { partial: quarantined > 0, counts }
  const { userDetails, schedules } = agentTime
  const agentsQuarantined = userDetails.quarantined + schedules.quarantined
  const ofAgents = { agents: userDetails.agents, schedules: schedules.agents, agentsQuarantined }
  return { partial: quarantined + agentsQuarantined > 0, counts: { ...counts, ...ofAgents } }
}
