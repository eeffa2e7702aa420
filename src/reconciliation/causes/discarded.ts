import { addDays } from '../../time/local-date'
import type { Cause } from '../cause'
import { missingCount } from '../difference'
import { daysThatReach, mayAccountFor } from '../events-behind'
import { mostEventsPerConversation } from './quarantined'

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
    const of = (conversations: ReadonlyMap<string, number>) =>
      (conversations.get(group.day) ?? 0) + (conversations.get(addDays(group.day, -1)) ?? 0)
    const left = of(evidence.discarded)
    return (
      left > 0 && open.missingOnDayOf(group) <= (left + of(evidence.quarantined)) * mostEventsPerConversation
    )
  },
}
