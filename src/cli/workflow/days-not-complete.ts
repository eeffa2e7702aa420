import type { Connection } from '../../store/connection'
import { readFetchedDays } from '../../store/exports/read-fetched-days'
import { eachDate, type LocalDate, nextDate } from '../../time/local-date'

/** Days of a range that were never completely exported. */
export async function daysNotComplete(
  db: Connection,
  range: { organisation: string; first: LocalDate; last: LocalDate; agentTime: boolean },
): Promise<LocalDate[]> {
  const fetched = await readFetchedDays(db, range)
  const complete = new Set(fetched.filter((row) => row.complete).map(({ day }) => day))
  return [...eachDate(range.first, nextDate(range.last))].filter((day) => !complete.has(day))
}
