import type { BusinessCalendar } from './business-calendar'
import type { LocalDate } from './local-date'

/** Dates between two editions that belong to neither: from `first` to before `end`, nothing opens. */
export interface CalendarGap {
  readonly first: LocalDate
  readonly end: LocalDate
}

/** What the editions of a calendar leave out between them, in order. Before the first and after the last is no gap. */
export function calendarGaps({ editions }: BusinessCalendar): CalendarGap[] {
  return editions.slice(1).flatMap((later, index) => {
    const first = editions[index]?.validTo
    const end = later.validFrom
    return first !== undefined && end !== undefined && first < end ? [{ first, end }] : []
  })
}
