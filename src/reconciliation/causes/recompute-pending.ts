import { longestConversationDays } from '../../facts/longest-conversation'
import { addDays } from '../../time/local-date'
import type { Cause } from '../cause'
import { missingCount } from '../difference'
import type { UtcDay } from '../evidence'

/** A long-lived conversation posts few values a day; more than this for each would excuse too much. */
const mostEventsPerConversation = 4

/** New data came in and the results that rest on them have not been computed again. */
export const recomputePending: Cause = {
  name: 'recompute-pending',
  explanation:
    'Results of this day, or of earlier days whose contacts ran on into it, are missing or older than the data they rest on. Recompute these days (`retally recompute` without a range finds them), then reconcile again.',
  explains: (group, { staleDays }, open) => {
    const { day } = group
    if (staleDays.has(day) || staleDays.has(addDays(day, -1))) return true
    if (missingCount(group) === 0) return false
    return (
      open.missingOn(day, group.measure) <= conversationsBehind(staleDays, day) * mostEventsPerConversation
    )
  },
}

function conversationsBehind(staleDays: ReadonlyMap<UtcDay, number>, day: UtcDay): number {
  const first = addDays(day, -longestConversationDays)
  let conversations = 0
  for (const [stale, count] of staleDays) if (stale >= first && stale < day) conversations += count
  return conversations
}
