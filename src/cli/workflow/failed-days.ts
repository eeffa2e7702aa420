import { readQuarantinedDays } from '../../store/archive/read-quarantined-days'
import type { DayRange } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import type { Session } from '../session'

/** Days of a range that are in quarantine, since their export or recompute failed: what is done once more, and what its plan shows. */
export function failedDays(
  { store, organisation }: Pick<Session, 'store' | 'organisation'>,
  { first, last }: DayRange,
): Promise<LocalDate[]> {
  return readQuarantinedDays(store.pool, { organisation, first, last })
}
