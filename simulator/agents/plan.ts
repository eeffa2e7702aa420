import { type Millis, minute } from '../clock'
import { Chance } from '../random'
import type { Agent } from '../world/agent'
import type { BusinessUnit } from '../world/business-unit'
import type { World } from '../world/world'
import type { Absence } from './absence'
import {
  type ActivityCode,
  activityCodesOf,
  meal,
  meeting,
  onQueue,
  pause,
  timeOff,
  training,
} from './activity-codes'
import type { WorkSpan } from './shifts'

/** A shift as it was planned: its activities follow one another without a gap from its start to its end. */
export interface PlannedShift extends WorkSpan {
  id: string
  /** Null: the agent meant to come. */
  absence: Absence | null
  activities: readonly PlannedActivity[]
}

export interface PlannedActivity extends WorkSpan {
  code: ActivityCode
}

/**
 * What the planners wrote for an agent's shift: two breaks, a meal, now and then a meeting, a training, or going home early; one
 * activity from its start to its end where they know that the agent stays away.
 */
export function planOf(
  world: World,
  unit: BusinessUnit,
  agent: Agent,
  shift: WorkSpan,
  absence: Absence | null,
): PlannedShift {
  const chance = new Chance(world.seed, 'plan', agent.id, shift.from)
  const id = chance.uuid()
  const wholeShift = absence === 'time-off' ? timeOff : absence === 'training-day' ? training : null
  if (wholeShift) return { id, ...shift, absence, activities: [{ ...shift, code: wholeShift }] }
  const within: PlannedActivity[] = []
  const place = (code: ActivityCode, afterMinutes: number, lengthMinutes: number) => {
    const from = shift.from + afterMinutes * minute
    within.push({ code, from, to: from + lengthMinutes * minute })
  }
  if (chance.happens(0.15)) place(meeting, 60, 30)
  place(pause, 120 + 5 * chance.between(-3, 3), 15)
  place(meal, 225 + 15 * chance.between(0, 2), 30)
  if (chance.happens(0.1)) place(training, 300, 60)
  place(pause, 390 + 5 * chance.between(-3, 3), 15)
  if (chance.happens(0.03)) {
    const wentHome = activityCodesOf(world, unit).find(({ name }) => name === 'Went home')
    if (wentHome) within.push({ code: wentHome, from: shift.to - 90 * minute, to: shift.to })
  }
  return { id, ...shift, absence, activities: withQueueBetween(shift, within) }
}

/** Fills what is left of the shift with work on the queue. */
function withQueueBetween(shift: WorkSpan, within: readonly PlannedActivity[]): PlannedActivity[] {
  const all: PlannedActivity[] = []
  let at: Millis = shift.from
  for (const activity of within) {
    if (activity.from > at) all.push({ code: onQueue, from: at, to: activity.from })
    all.push(activity)
    at = activity.to
  }
  if (at < shift.to) all.push({ code: onQueue, from: at, to: shift.to })
  return all
}
