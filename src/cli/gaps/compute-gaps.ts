import { longestConversationDays } from '../../facts/longest-conversation'
import type { ComputeGaps, UncomputedSpan } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import { type DayStateRow, readDayStates } from '../../store/results/read-day-states'
import { spansOf } from '../../time/day-span'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'

/** Days whose numbers of any of these definitions are not what they should be and may belong to the interval. */
export async function computeGaps(
  db: Connection,
  which: readonly { definitionKey: number; fingerprint: string }[],
  { start, end }: Interval,
): Promise<ComputeGaps> {
  const first = utcDay(start)
  const states = await readDayStates(db, {
    first: addDays(first, -longestConversationDays),
    last: utcDay(end - 1),
    definitionKeys: which.map(({ definitionKey }) => definitionKey),
    fingerprints: which.map(({ fingerprint }) => fingerprint),
  })
  const gaps = states.filter(({ state }) => state !== 'computed')
  const within = gaps.filter(({ day }) => day >= first)
  const [earliest] = gaps
  const earlier = new Set(gaps.filter(({ day }) => day < first).map(({ day }) => day)).size
  return {
    notComputed: uncomputedSpans(within),
    earlierNotComputed:
      earliest === undefined || earlier === 0 ? null : { days: earlier, first: earliest.day },
  }
}

/** Days in quarantine, or discarded from it, stand by themselves, each with its reason. */
function uncomputedSpans(rows: readonly DayStateRow[]): UncomputedSpan[] {
  const daysIn = (wanted: DayStateRow['state']) =>
    rows.filter(({ state }) => state === wanted).map(({ day }) => day)
  const stretches = (['missing', 'stale'] as const).flatMap((state) =>
    spansOf(daysIn(state)).map((span) => ({ state, ...span, detail: null })),
  )
  const failed = rows.flatMap(({ state, day, detail }) =>
    state === 'quarantined' || state === 'discarded'
      ? [{ state, first: day, last: day, days: 1, detail }]
      : [],
  )
  return [...stretches, ...failed]
}
