import { daysToDo } from '../../planning/plan'
import type { LocalDate } from '../../time/local-date'
import type { BackfillProgress } from '../../workflows/backfill-progress'
import { makePlan } from '../plan/make-plan'
import type { Session } from '../session'
import type { DaysOrder } from './days-order'

/** Whether it ended before it had gone through its days. */
export function isCutShort({ state }: Pick<BackfillProgress, 'state'>): boolean {
  return state === 'spent' || state === 'cancelled'
}

/**
 * The days that a run which was cut short leaves to do: what would be planned now, but for what it told apart. Of what is done once more
 * (by force, or exported again) no state says what was done: then only their number is known, and there are no days.
 */
export async function daysLeft(
  session: Pick<Session, 'settings' | 'organisation' | 'store'>,
  { input, range, days }: Pick<DaysOrder, 'input' | 'range' | 'days'>,
  progress: BackfillProgress,
): Promise<LocalDate[]> {
  const { kpis, export: exports, force } = input
  if (!isCutShort(progress) || force || exports === 'again') return []
  const { first, last } = range
  const order = { kpis, first, last, export: exports, force, ...(days && { days: [...days] }) }
  const apart = new Set([...progress.quarantinedDays, ...(progress.skippedDays ?? [])])
  return daysToDo(await makePlan(session, order, Date.now())).filter((day) => !apart.has(day))
}
