import { Chance } from '../random'
import type { BusinessUnit } from '../world/business-unit'
import type { World } from '../world/world'

/** What an agent can be scheduled to do, as workforce management classes it. */
export type ActivityCategory =
  | 'OnQueueWork'
  | 'Break'
  | 'Meal'
  | 'Meeting'
  | 'OffQueueWork'
  | 'TimeOff'
  | 'Training'
  | 'Unavailable'

/** An activity code of a business unit. The default codes have short numbers for ids, those a planner added have UUIDs. */
export interface ActivityCode {
  id: string
  name: string
  category: ActivityCategory
  countsAsPaidTime: boolean
  countsAsWorkTime: boolean
  countsTowardShrinkage: boolean
  plannedShrinkage: boolean
}

const shrinking = { countsTowardShrinkage: true, plannedShrinkage: true }
const working = { countsTowardShrinkage: false, plannedShrinkage: false }

export const onQueue = code('0', 'On Queue', 'OnQueueWork', working)
export const pause = code('1', 'Break', 'Break', shrinking)
export const meal = code('2', 'Meal', 'Meal', {
  ...shrinking,
  countsAsPaidTime: false,
  countsAsWorkTime: false,
})
export const meeting = code('3', 'Meeting', 'Meeting', shrinking)
export const timeOff = code('5', 'Time Off', 'TimeOff', { ...shrinking, countsAsWorkTime: false })
export const training = code('6', 'Training', 'Training', shrinking)

/** Added by the planners of each business unit: somebody who went home ill. */
function wentHome(world: World, unit: BusinessUnit): ActivityCode {
  return code(new Chance(world.seed, 'id', 'activity-code', unit.id).uuid(), 'Went home', 'TimeOff', {
    countsTowardShrinkage: true,
    plannedShrinkage: false,
    countsAsWorkTime: false,
  })
}

/** The activity codes of a business unit. */
export function activityCodesOf(world: World, unit: BusinessUnit): readonly ActivityCode[] {
  return [onQueue, pause, meal, meeting, timeOff, training, wentHome(world, unit)]
}

function code(
  id: string,
  name: string,
  category: ActivityCategory,
  more: Partial<ActivityCode>,
): ActivityCode {
  return {
    id,
    name,
    category,
    countsAsPaidTime: true,
    countsAsWorkTime: true,
    countsTowardShrinkage: false,
    plannedShrinkage: false,
    ...more,
  }
}
