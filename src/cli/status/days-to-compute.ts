import type { PartitionState } from '../../planning/partition'
import type { UncomputedSpan } from '../../reports/gaps-report'
import type { StandingDay } from '../../reports/standing/days-of-columns'
import { spansOf } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import type { DefinitionOnDay } from './definitions-on-days'

/** A day with how versions stand on it. */
type DayOfVersions = Pick<StandingDay, 'day' | 'conversations'> & {
  readonly definitions: readonly DefinitionOnDay[]
}

/** The heaviest first: a day is named once, under the worst that can be said of it. */
const gaps = ['quarantined', 'stale', 'missing', 'discarded'] as const

/** What a partition that does not stand is called among gaps, where it matters only whether there are numbers. */
const gapOf: Partial<Record<PartitionState, UncomputedSpan['state']>> = {
  quarantined: 'quarantined',
  discarded: 'discarded',
  stale: 'stale',
  dirty: 'stale',
  missing: 'missing',
  failed: 'missing',
}

/**
 * The days on which a version that is meant there does not stand as it should. Where nothing was ever computed, all days with
 * conversations are missing.
 *
 * @param meantOn `name@version` of those meant on a day: named, or in force for a date onto which it may post
 */
export function daysToCompute(
  days: readonly DayOfVersions[],
  meantOn: (day: LocalDate) => ReadonlySet<string>,
): UncomputedSpan[] {
  const worst = new Map(
    days
      .filter(({ conversations }) => conversations > 0)
      .map((status) => [status.day, worstOf(status, meantOn(status.day))]),
  )
  return gaps.flatMap((state) =>
    spansOf([...worst].filter(([, of]) => of === state).map(([day]) => day)).map((span) => ({
      state,
      ...span,
      detail: null,
    })),
  )
}

function worstOf({ definitions }: DayOfVersions, meant: ReadonlySet<string>): string | undefined {
  const found = definitions.filter(({ kpi }) => meant.has(kpi)).map(({ state }) => gapOf[state])
  return found.length === 0 ? 'missing' : gaps.find((gap) => found.includes(gap))
}
