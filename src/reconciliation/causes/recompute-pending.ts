import { longestConversationDays } from '../../facts/longest-conversation'
import { addDays } from '../../time/local-date'
import type { Cause, OpenGaps } from '../cause'
import { type GapGroup, lackingEvents, surplusEvents } from '../difference'
import type { DayBehind } from '../evidence'

/** A conversation posts few values of a measure a day; more than this for each that is behind would excuse too much. */
const mostEventsPerConversation = 4

/**
 * New data came in and the results of this definition that rest on them have not been computed again. It accounts for what the
 * conversations behind can have posted, and for what we have too much only where old results of them stand.
 */
export const recomputePending: Cause = {
  name: 'recompute-pending',
  explanation:
    'Results of this day, or of earlier days whose contacts ran on into it, are missing or older than the data they rest on. Recompute these days (`retally recompute` without a range finds them), then reconcile again.',
  explains: (group, { daysBehind }, open) =>
    isOfDaysBehind(
      group,
      daysBehind.filter(({ discarded }) => !discarded),
      open,
    ),
}

/** Whether what the conversations of these days can have posted accounts for the gap. */
export function isOfDaysBehind(group: GapGroup, daysBehind: readonly DayBehind[], open: OpenGaps): boolean {
  const behind = daysThatReach(group, daysBehind)
  const lacking = lackingEvents(group) > 0 ? open.lackingOnDayOf(group) : 0
  const surplus = surplusEvents(group) > 0 ? open.surplusOnDayOf(group) : 0
  return lacking <= mostEvents(behind) && surplus <= mostEvents(behind.filter(({ hasResults }) => hasResults))
}

/** The days behind whose conversations may have posted something on the day of the gap. */
function daysThatReach({ day, kpi }: GapGroup, daysBehind: readonly DayBehind[]): DayBehind[] {
  const first = addDays(day, -longestConversationDays)
  return daysBehind.filter((behind) => behind.kpi === kpi && behind.day >= first && behind.day <= day)
}

function mostEvents(behind: readonly DayBehind[]): number {
  return behind.reduce((sum, { conversations }) => sum + conversations * mostEventsPerConversation, 0)
}
