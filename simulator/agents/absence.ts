import { Chance } from '../random'
import type { Agent } from '../world/agent'
import type { World } from '../world/world'
import type { WorkSpan } from './shifts'

/** Why nobody logs in for a whole shift: off with pay or in a classroom, as the planners know; or, as they do not, not come. */
export const absences = ['time-off', 'training-day', 'no-show'] as const
export type Absence = (typeof absences)[number]

/** Whether an agent stays away for a shift, and how. Its own chance, so that the rest of the world is as it was. */
export function absenceOf(world: World, share: number, agent: Agent, shift: WorkSpan): Absence | null {
  const chance = new Chance(world.seed, 'absence', agent.id, shift.from)
  return chance.happens(share) ? chance.pick(absences) : null
}
