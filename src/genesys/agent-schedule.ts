import {
  type ActivityCategory,
  activityCategories,
  type ScheduledActivity,
  type Shrinkage,
} from '../events/agent-event'
import { dayBounds } from '../time/local-day'
import { parseZone, UnknownZoneError, type Zone } from '../time/zone-name'
import { valueAt } from './kind-of-value'
import { type RecordProblem, recordProblem } from './record-problem'
import { type ActivityCodeRecord, archivedSchedule } from './wire/schedules'

/** An agent's schedule as it is archived: the platform's record, with what its activity codes meant when it was read. */
export interface RawAgentSchedule {
  schedule: unknown
  codes: readonly unknown[]
  timeZone: string | null
}

export interface AgentSchedule {
  agentId: string
  activities: ScheduledActivity[]
}

/**
 * Reads an agent's published schedule into what they were scheduled to do. An activity whose code nobody knows any more is of
 * category `other`: scheduled, and nothing more is said.
 *
 * Whether time is paid is what the activity says, else what its code says. Whether it is shrinkage is what the code says; a
 * code that does not say is by its category: all but work on and off the queue.
 */
export function readAgentSchedule(raw: unknown): { schedule: AgentSchedule } | { problem: RecordProblem } {
  const parsed = archivedSchedule.safeParse(raw)
  if (!parsed.success)
    return { problem: recordProblem(raw, parsed.error, valueAt(raw, ['schedule', 'user', 'id'])) }
  const { schedule, timeZone } = parsed.data
  const codes = new Map(parsed.data.codes.map((code) => [code.id, code]))
  const agentId = schedule.user.id
  const activities = (schedule.shifts ?? []).flatMap((shift) =>
    (shift.activities ?? []).map(({ startDate, lengthMinutes, activityCodeId, paid }) =>
      activityOf(startDate, lengthMinutes, codes.get(activityCodeId), paid),
    ),
  )
  const markers = schedule.fullDayTimeOffMarkers ?? []
  if (markers.length === 0) return { schedule: { agentId, activities } }
  const zone = zoneOf(timeZone)
  if (zone === null) {
    const detail = 'a day off cannot be placed: the zone of its business unit is missing or none we know'
    return { problem: { reason: 'contradiction', agentId, path: 'timeZone', detail } }
  }
  for (const { businessUnitDate, startOffsetMinutes, lengthMinutes, activityCodeId, paid } of markers) {
    const midnight = dayBounds(zone, businessUnitDate).start
    const start = midnight + (startOffsetMinutes ?? 0) * minuteMs
    activities.push(activityOf(start, lengthMinutes, codes.get(activityCodeId), paid))
  }
  return { schedule: { agentId, activities } }
}

const minuteMs = 60_000

function activityOf(
  startsAt: number,
  lengthMinutes: number,
  code: ActivityCodeRecord | undefined,
  paid: boolean | null | undefined,
): ScheduledActivity {
  const category = categoryOf(code?.category)
  return {
    startsAt,
    endsAt: startsAt + lengthMinutes * minuteMs,
    category,
    paid: paid ?? code?.countsAsPaidTime ?? false,
    shrinkage: shrinkageOf(category, code),
  }
}

const ourCategories: Readonly<Record<string, ActivityCategory>> = {
  onqueuework: 'on-queue',
  offqueuework: 'off-queue',
  timeoff: 'time-off',
}

function categoryOf(platformWord: string | null | undefined): ActivityCategory {
  const word = (platformWord ?? '').toLowerCase()
  return ourCategories[word] ?? activityCategories.find((category) => category === word) ?? 'other'
}

const working: readonly ActivityCategory[] = ['on-queue', 'off-queue', 'other', 'unscheduled']

function shrinkageOf(category: ActivityCategory, code: ActivityCodeRecord | undefined): Shrinkage {
  const shrinks = code?.countsTowardShrinkage ?? !working.includes(category)
  if (!shrinks) return 'none'
  return (code?.plannedShrinkage ?? true) ? 'planned' : 'unplanned'
}

function zoneOf(name: string | null | undefined): Zone | null {
  if (name == null) return null
  try {
    return parseZone(name)
  } catch (error) {
    if (error instanceof UnknownZoneError) return null
    throw error
  }
}
