/** The platform's account, from its conversation aggregates per half hour, queue and medium. */
import type { Measure } from '../facts/measure'
import type { Instant } from '../time/instant'
import type { Account, AccountCell } from './account'
import type { Target } from './target'

/** One measure of one half hour, queue and medium, as the platform aggregates it. */
export interface SaidRow {
  readonly start: Instant
  readonly queueId: string | null
  readonly mediaType: string | null
  readonly measure: string
  readonly count: number | null
  /** Milliseconds; null for plain counts. */
  readonly sum: number | null
}

/** Only what has a target on our side is taken: the platform says much that we do not claim to know. */
export function saidAccount(targets: readonly Target[], rows: Iterable<SaidRow>): Account {
  const wanted = new Set(targets.map(({ measure, stat }) => `${measure}|${stat}`))
  const cells: AccountCell[] = []
  for (const { start, queueId, mediaType, measure, count, sum } of rows) {
    const place = { start, queueId, mediaType, measure: measure as Measure }
    if (count !== null && wanted.has(`${measure}|count`))
      cells.push({ ...place, stat: 'count', value: count })
    if (sum !== null && wanted.has(`${measure}|sum`)) cells.push({ ...place, stat: 'sum', value: sum })
  }
  return { side: 'said', cells }
}
