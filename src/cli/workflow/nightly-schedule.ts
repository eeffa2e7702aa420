import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import type { Settings } from '../../config/settings'
import type { Searched } from './search-attributes'

/** A night on a schedule of Temporal: when it starts, and what becomes of those that could not. */
export interface NightlySchedule {
  scheduleId: string
  organisation: string
  settings: Pick<Settings, 'nightly' | 'temporal'>
}

/**
 * Whenever Temporal comes back, the last night it missed still runs; the days of those before it are gaps, which that night fills. A
 * day's width holds one night, so no more than one is made up for like that.
 */
const catchupWindow = '1 day'

/**
 * Makes the schedule, or brings it up to the settings. One night at a time: those that were due while one was under way, or while no
 * worker was, follow in the order of their times, each once.
 */
export async function createOrUpdate(
  temporal: Client,
  { scheduleId, organisation, settings }: NightlySchedule,
  searched: Searched = {},
): Promise<'created' | 'updated'> {
  const [hour, minute] = settings.nightly.at.split(':').map(Number) as [number, number]
  const options = {
    spec: { calendars: [{ hour, minute, comment: 'the nightly run' }], timezone: 'UTC' },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'nightly',
      workflowId: scheduleId,
      taskQueue: settings.temporal.taskQueue,
      args: [{ organisation }],
      staticSummary: `a night of ${organisation}`,
      ...searched,
    },
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow },
  }
  try {
    await temporal.schedule.create({ scheduleId, ...options })
    return 'created'
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await temporal.schedule.getHandle(scheduleId).update(({ state }) => ({ ...options, state }))
    return 'updated'
  }
}

/**
 * A night now, or after the one under way; where one waits already, it is that one, and so where another was asked for within the same
 * second: Temporal names it after that. By itself it would start it beside the other.
 */
export function trigger(temporal: Client, scheduleId: string): Promise<void> {
  return temporal.schedule.getHandle(scheduleId).trigger(ScheduleOverlapPolicy.BUFFER_ONE)
}
