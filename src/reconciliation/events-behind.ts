import { longestConversationDays } from '../facts/longest-conversation'
import { addDays } from '../time/local-date'
import type { OpenGaps } from './cause'
import { type GapGroup, lackingEvents, surplusEvents } from './difference'
import type { DayBehind } from './evidence'

/**
 * A conversation posts few values of a measure a day, though a transferred contact visits several queues, and one that could not be read
 * cannot be asked how many. More than this for each that is in no number of ours would make a single one the excuse for a day.
 */
export const mostEventsPerConversation = 4

/** Conversations of the day of a gap and of the day before, out of those that are counted by UTC day: they may have posted on it. */
export function conversationsThatReach(
  { day }: Pick<GapGroup, 'day'>,
  byDay: ReadonlyMap<string, number>,
): number {
  return (byDay.get(day) ?? 0) + (byDay.get(addDays(day, -1)) ?? 0)
}

/** The days behind whose conversations may have posted something on the day of the gap. */
export function daysThatReach({ day, kpi }: GapGroup, daysBehind: readonly DayBehind[]): DayBehind[] {
  const first = addDays(day, -longestConversationDays)
  return daysBehind.filter((behind) => behind.kpi === kpi && behind.day >= first && behind.day <= day)
}

/** Whether conversations behind account for a gap: for what we have too much only where old results of them stand. */
export function mayAccountFor(group: GapGroup, behind: readonly DayBehind[], open: OpenGaps): boolean {
  const lacking = lackingEvents(group) > 0 ? open.lackingOnDayOf(group) : 0
  const surplus = surplusEvents(group) > 0 ? open.surplusOnDayOf(group) : 0
  return lacking <= mostEvents(behind) && surplus <= mostEvents(behind.filter(({ hasResults }) => hasResults))
}

function mostEvents(behind: readonly DayBehind[]): number {
  return behind.reduce((sum, { conversations }) => sum + conversations * mostEventsPerConversation, 0)
}
