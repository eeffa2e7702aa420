import { defineQuery, defineUpdate } from '@temporalio/workflow'
import type { ExportSummary } from '../activities/export-summary'
import type { RecomputeSummary } from '../activities/recompute-day'
import type { DaysToLeaveOut } from './days-to-leave-out'

/** How far a backfill is; what `backfill status` shows, and what it ends with. */
export interface BackfillProgress {
  runKey: number
  /** `spent`: stopped at its budget of requests or minutes, with days left. */
  state: 'running' | 'paused' | 'cancelling' | 'cancelled' | 'spent' | 'complete'
  daysTotal: number
  daysDone: number
  conversations: number
  /** Conversations of the exports that went to quarantine; absent from runs that began before it was told. */
  quarantined?: number
  /** Agents' days brought, where the settings want them. */
  agentDays?: number
  /** Their records that went to quarantine. */
  agentDaysQuarantined?: number
  /** Why agents' time could not be read, or not all of it: the first reason. */
  agentTimeUnavailable?: string
  rowsWritten: number
  rowsDeleted: number
  quarantinedDays: string[]
  /** How many of these are so for versions that broke, whereas the others stand; absent where none is. */
  daysOfBrokenVersions?: number
  /** Days on which something signed off was left as it is that would have been computed. */
  signedOffDays?: number
  /** Days that somebody said to leave out while it ran. */
  skippedDays?: string[]
  /** When the time it may take is over; absent: it may take any. */
  stopsAt?: string
  /** Days under way side by side, and how urgent they are; absent from runs that began before they could be changed. */
  window?: number
  priority?: number
  /** The first failure, for people: one sentence. */
  firstFailure: string | null
}

/** How far it is, and what came of days that somebody wanted left out; absent from answers of workers that do not tell it. */
export type AfterLeavingOut = BackfillProgress & Partial<Pick<DaysToLeaveOut, 'begun' | 'notAskedFor'>>

/** What can be changed while it runs; what is absent stays. */
export interface BackfillTuning {
  window?: number
  priority?: number
}

export const pauseBackfill = defineUpdate<BackfillProgress>('pause')
export const resumeBackfill = defineUpdate<BackfillProgress>('resume')
export const cancelBackfill = defineUpdate<BackfillProgress>('cancel')
export const skipDays = defineUpdate<AfterLeavingOut, [string[]]>('skip')
export const tuneBackfill = defineUpdate<BackfillProgress, [BackfillTuning]>('tune')
export const backfillProgress = defineQuery<BackfillProgress>('progress')

/** Adds what an export brought of agents’ time. */
export function noteAgentTime(
  progress: BackfillProgress,
  { userDetails, schedules }: NonNullable<ExportSummary['agentTime']>,
): void {
  const quarantined = userDetails.quarantined + schedules.quarantined
  progress.agentDays = (progress.agentDays ?? 0) + userDetails.agents
  progress.agentDaysQuarantined = (progress.agentDaysQuarantined ?? 0) + quarantined
  const unavailable = progress.agentTimeUnavailable ?? userDetails.unavailable ?? schedules.unavailable
  if (unavailable !== null) progress.agentTimeUnavailable = unavailable
}

/** Notes what a recompute says of versions that broke on a day; a day that is done twice counts once. */
export function noteBroken(
  progress: BackfillProgress,
  { day, broken: [first] = [] }: Pick<RecomputeSummary, 'day' | 'broken'>,
): void {
  if (first === undefined || progress.quarantinedDays.includes(day)) return
  progress.quarantinedDays.push(day)
  progress.daysOfBrokenVersions = (progress.daysOfBrokenVersions ?? 0) + 1
  progress.firstFailure ??= `${day}: ${first.reason}`
}

/** Days that came to nothing, for all versions. */
export function daysLost({ quarantinedDays, daysOfBrokenVersions = 0 }: BackfillProgress): number {
  return quarantinedDays.length - daysOfBrokenVersions
}

/** Before the first day. */
export function atTheStart(): BackfillProgress & { after: string | null } {
  return {
    runKey: 0,
    state: 'running',
    daysTotal: 0,
    daysDone: 0,
    conversations: 0,
    rowsWritten: 0,
    rowsDeleted: 0,
    quarantinedDays: [],
    firstFailure: null,
    after: null,
  }
}
