import type { BackfillInput } from './backfill-input'

/** Days that somebody wants left out of a run, by what comes of it. */
export interface DaysToLeaveOut {
  /** From now on they are. */
  leftOut: string[]
  /** It has begun them before, so they are done. */
  begun: string[]
  /** It was not asked for them: they are left out of what its exports touch. */
  notAskedFor: string[]
}

/** Sorts days that are named by how far a run is: it begins its days in order, and `after` is the last it has begun. */
export function daysToLeaveOut(
  { from, to, days, order }: Pick<BackfillInput, 'from' | 'to' | 'days' | 'order'>,
  { after, skippedDays = [] }: { after: string | null; skippedDays?: readonly string[] | undefined },
  named: readonly string[],
): DaysToLeaveOut {
  const isAskedFor = (day: string) => from <= day && day <= to && (days === undefined || days.includes(day))
  const hasBegun = (day: string) =>
    after !== null && (order === 'newest-first' ? day >= after : day <= after) && !skippedDays.includes(day)
  const begun = named.filter((day) => isAskedFor(day) && hasBegun(day))
  return {
    leftOut: named.filter((day) => !begun.includes(day)),
    begun,
    notAskedFor: named.filter((day) => !isAskedFor(day)),
  }
}
