/**
 * The life of a version, and which version is in force when.
 *
 * A version is a draft while it stands in the catalogue and this database has never been asked to compute it. It becomes a
 * candidate, is published for dates of observation, is replaced, and is retired at last: then nobody computes it or sends it. Its rows
 * stay through all of it, until somebody drops them on purpose.
 */
import type { DayRange } from '../time/day-span'
import { addDays, type LocalDate } from '../time/local-date'

export type VersionState = 'draft' | 'candidate' | 'active' | 'deprecated' | 'retired'

/**
 * Where a version may go from each state. Whatever was in force can be in force again, also what is retired: a rollback is possible
 * for ever. Who takes a retirement back has the version as it was: deprecated where it was ever in force, else a candidate.
 */
const moves: Readonly<Record<VersionState, readonly VersionState[]>> = {
  draft: ['candidate', 'active'],
  candidate: ['active', 'retired'],
  active: ['deprecated'],
  deprecated: ['active', 'retired'],
  retired: ['candidate', 'deprecated', 'active'],
}

export function mayBecome(from: VersionState, to: VersionState): boolean {
  return moves[from].includes(to)
}

/** From a date of observation on (UTC), until the KPI's next period begins. */
export interface Period {
  /** Null: since ever. */
  readonly since: LocalDate | null
  readonly version: number
}

/** The version for what was observed on a date; null where none is in force. */
export function versionOn(periods: readonly Period[], date: LocalDate): number | null {
  return periods.findLast(({ since }) => since === null || since <= date)?.version ?? null
}

/** The periods once a version is in force from a date on (null: for all dates). What stood before that date stays. */
export function periodsWith(periods: readonly Period[], { version, since }: Period): readonly Period[] {
  const before =
    since === null ? [] : periods.filter((period) => period.since === null || period.since < since)
  return before.at(-1)?.version === version ? before : [...before, { since, version }]
}

/** Days for which a version is in force, or on which another would come in its place. */
export interface Replaced {
  readonly version: number
  /** UTC dates of observation, both included. */
  readonly first: LocalDate
  readonly last: LocalDate
}

/**
 * What a version comes in the place of once it is in force from a date on (null: for all dates), on the days from `first` to `last`, in
 * order: not where it was in force itself, nor where nothing was.
 */
export function replacedBy(
  periods: readonly Period[],
  { version, since }: Period,
  { first, last }: DayRange,
): Replaced[] {
  const from = since !== null && since > first ? since : first
  return inForceOver(periods, { first: from, last }).filter((stretch) => stretch.version !== version)
}

/** What is in force on the days from `first` to `last`, in order. */
export function inForceOver(periods: readonly Period[], { first, last }: DayRange): Replaced[] {
  const stretches = periods.map((period, index) => {
    const next = periods[index + 1]?.since ?? null
    return {
      version: period.version,
      first: period.since !== null && period.since > first ? period.since : first,
      last: next !== null && next <= last ? addDays(next, -1) : last,
    }
  })
  return stretches.filter((stretch) => stretch.first <= stretch.last)
}

/** What stood after a move, in the order in which the moves were made. */
export interface PublicationMove {
  readonly action: string
  readonly stands: readonly Period[]
}

/**
 * What stood before the last move that still stands: two rollbacks in a row take back two moves. Null where the first one stands.
 */
export function standingBefore(moves: readonly PublicationMove[]): readonly Period[] | null {
  return standing(moves).at(-2) ?? null
}

/** What stood last with this version as that of a date; null where it never was. */
export function standingWith(
  moves: readonly PublicationMove[],
  version: number,
  date: LocalDate,
): readonly Period[] | null {
  return moves.findLast(({ stands }) => versionOn(stands, date) === version)?.stands ?? null
}

/** The first date from which two courses name different versions (null: since ever); undefined where none does. */
export function firstDifference(a: readonly Period[], b: readonly Period[]): LocalDate | null | undefined {
  const starts = [...a, ...b].map(({ since }) => since ?? everBefore)
  const first = starts.sort().find((date) => versionOn(a, date) !== versionOn(b, date))
  return first === everBefore ? null : first
}

/** Sorts before every date there is. */
const everBefore = ''

/** What the moves put one upon the other, without those that were taken back. */
function standing(moves: readonly PublicationMove[]): (readonly Period[])[] {
  const stack: (readonly Period[])[] = []
  for (const { action, stands } of moves) {
    const back =
      action === 'rollback' ? stack.slice(0, -1).findLastIndex((each) => samePeriods(each, stands)) : -1
    if (back >= 0) stack.length = back + 1
    else stack.push(stands)
  }
  return stack
}

export function samePeriods(a: readonly Period[], b: readonly Period[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ since, version }, i) => since === b[i]?.since && version === b[i]?.version)
  )
}
