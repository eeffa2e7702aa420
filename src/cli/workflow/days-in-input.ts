import { daysToDo, type Plan } from '../../planning/plan'
import type { LocalDate } from '../../time/local-date'
import type { DaysOrder } from './days-order'

/** A list of days goes through Temporal as it is: one that is longer than this is left to the range. */
const mostDays = 400

/**
 * The days a run is given: those that were asked for, else those its plan does something on, so that what is applied is what was shown.
 * Absent where that is the whole range, or a long list.
 */
export function daysInInput(
  { days, range }: Pick<DaysOrder, 'days' | 'range'>,
  plan: Plan,
): readonly LocalDate[] | undefined {
  if (days !== undefined) return days
  const toDo = daysToDo(plan)
  return toDo.length === 0 || toDo.length > mostDays || toDo.length >= range.days ? undefined : toDo
}
