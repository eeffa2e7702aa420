import type { LocalDate } from '../../time/local-date'

/** What is known of a day besides its versions. */
export interface StandingDay {
  readonly day: LocalDate
  /** By a details job: `complete`, `partial` up to some instant, or `no` (imported from files, or not at all). */
  readonly exported: 'complete' | 'partial' | 'no'
  readonly conversations: number
}

/** The days of one column. */
export interface ColumnDays {
  days: number
  complete: number
  partial: number
  conversations: number
}

/** For each column of a grid what its days come to; null where no day of it is known. */
export function daysOfColumns(
  columns: readonly string[],
  by: 'month' | 'day',
  days: readonly StandingDay[],
): (ColumnDays | null)[] {
  const found = new Map<string, ColumnDays>()
  for (const { day, exported, conversations } of days) {
    const column = by === 'day' ? day : day.slice(0, 7)
    const sum = found.get(column) ?? { days: 0, complete: 0, partial: 0, conversations: 0 }
    sum.days += 1
    sum.conversations += conversations
    if (exported === 'complete') sum.complete += 1
    if (exported === 'partial') sum.partial += 1
    found.set(column, sum)
  }
  return columns.map((column) => found.get(column) ?? null)
}
