import type { UncomputedSpan } from '../../reports/gaps-report'
import { spansOf } from '../../time/day-span'
import type { DayStatus } from './read-status'

/** The heaviest first: a day is named once, under the worst that can be said of it. */
const states = ['quarantined', 'stale', 'missing'] as const

/**
 * The days on which a published definition does not stand as it should. Where nothing was ever computed, all days with
 * conversations are missing.
 */
export function daysToCompute(days: readonly DayStatus[], published: ReadonlySet<string>): UncomputedSpan[] {
  const worst = new Map(
    days.filter(({ conversations }) => conversations > 0).map((day) => [day.day, worstOf(day, published)]),
  )
  return states.flatMap((state) =>
    spansOf([...worst].filter(([, of]) => of === state).map(([day]) => day)).map((span) => ({
      state,
      ...span,
      detail: null,
    })),
  )
}

function worstOf({ definitions }: DayStatus, published: ReadonlySet<string>): string | undefined {
  const found = definitions.filter(({ kpi }) => published.has(kpi)).map(({ state }) => state)
  return found.length === 0 ? 'missing' : states.find((state) => found.includes(state))
}
