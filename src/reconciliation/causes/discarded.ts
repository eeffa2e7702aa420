import type { Cause } from '../cause'
import { missingCount } from '../difference'
import {
  conversationsThatReach,
  daysThatReach,
  mayAccountFor,
  mostEventsPerConversation,
} from '../events-behind'

/** Somebody decided that what could not be read or computed is left so: it is in no number of ours, and waits for nobody. */
export const discarded: Cause = {
  name: 'discarded',
  explanation:
    'Conversations of this day, or results of it, were discarded from quarantine: the platform counts them and we do not, on somebody’s word. `retally quarantine list --state discarded` says which, by whom and why; `retally quarantine reopen` takes it back.',
  explains: (group, evidence, open) => {
    const { daysBehind } = evidence
    if (
      daysBehind.some((day) => day.discarded && day.kpi === group.kpi) &&
      mayAccountFor(group, daysThatReach(group, daysBehind), open)
    )
      return true
    if (missingCount(group) === 0) return false
    const left = conversationsThatReach(group, evidence.discarded)
    const all = left + conversationsThatReach(group, evidence.quarantined)
    return left > 0 && open.missingOnDayOf(group) <= all * mostEventsPerConversation
  },
}
