import { merge } from '../time/interval'
import type { ActivityStretch, AgentDay } from './agent-day'
import { crossings } from './stretches'

/**
 * What was scheduled in time of which it is known what the agent did, be it nothing: the rest of a day that is not over, or for which
 * no export vouches, is neither kept nor missed. Null where no schedule was read.
 */
export function scheduledWhileKnown({ presences, activities }: AgentDay): ActivityStretch[] | null {
  if (activities === null) return null
  return [...crossings(activities, merge(presences))].map(({ start, end, a }) => ({ ...a, start, end }))
}
