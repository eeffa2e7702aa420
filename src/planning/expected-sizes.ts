/** How large a day will be that is fetched, by those that were. */
import type { Subject } from '../kpis/subject'
import { dayOfWeek, type LocalDate } from '../time/local-date'
import type { Guess } from './estimate'
import { guessed, type OrGuess } from './guess'
import type { PastWork } from './past-work'
import { sum } from './sum'

/** Conversations that an export of the day brings, of whatever day they began on: as many as the last one did. */
export function expectedConversations(day: LocalDate, { exports: seen }: PastWork, orGuess: OrGuess): number {
  const size = seen.lastOf.get(day) ?? sizeOfWeekday(day, seen.sizes, 'conversations')
  return orGuess(size, guessed.conversations, 'size of a day')
}

/**
 * Those of them that are new or changed.
 *
 * @param of what is guessed where no day was ever exported twice: that all of them change
 */
export function expectedChanged(
  day: LocalDate,
  { exports: seen }: PastWork,
  orGuess: OrGuess,
  of: Guess,
): number {
  const last = seen.lastOf.get(day)
  if (last !== undefined) return last * orGuess(seen.changedShare, 1, of)
  return orGuess(sizeOfWeekday(day, seen.sizes, 'changed'), guessed.conversations, 'size of a day')
}

/** Subjects of the day that are replayed once it is fetched. */
export function expectedSubjects(subject: Subject, day: LocalDate, past: PastWork, orGuess: OrGuess): number {
  // An export by activity also brings conversations of earlier days, and those are replayed as well.
  const seen =
    subject === 'agent-day' || past.exports.sizes.length === 0
      ? sizeOfWeekday(
          day,
          past.daySizes.filter((size) => size.subject === subject),
          'subjects',
        )
      : sizeOfWeekday(day, past.exports.sizes, 'changed')
  return orGuess(seen, subject === 'agent-day' ? guessed.agents : guessed.conversations, 'size of a day')
}

/** The mean of the weekday, else of all days that were seen. */
function sizeOfWeekday<K extends string>(
  day: LocalDate,
  sizes: readonly ({ weekday: number } & Record<K, number>)[],
  key: K,
): number | null {
  if (sizes.length === 0) return null
  const same = sizes.find(({ weekday }) => weekday === dayOfWeek(day))
  return same?.[key] ?? sum(sizes.map((size) => size[key])) / sizes.length
}
