import type { Connection } from '../../store/connection'
import { readCoverage } from '../../store/exports/read-coverage'
import { eachDate, type LocalDate, nextDate } from '../../time/local-date'

/** Days of a range that were never completely exported. */
export async function daysNotComplete(
  db: Connection,
  range: { organisation: string; first: LocalDate; last: LocalDate },
): Promise<LocalDate[]> {
  const coverage = await readCoverage(db, { ...range, selectionRule: 'job-activity' })
  const complete = new Set(coverage.filter((row) => row.complete).map(({ day }) => day))
  return [...eachDate(range.first, nextDate(range.last))].filter((day) => !complete.has(day))
}
