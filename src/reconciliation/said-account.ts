/** The platform's account, from its aggregates of conversations and surveys per half hour, queue and medium. */
import type { Instant } from '../time/instant'
import { contains } from '../time/interval'
import type { Account, AccountCell } from './account'
import type { Target } from './target'

/** One measure of one half hour, queue and medium, as the platform aggregates it. */
export interface SaidRow {
  readonly start: Instant
  readonly queueId: string | null
  readonly mediaType: string | null
  readonly measure: string
  readonly count: number | null
  /** Milliseconds, or hundredths of a score; null for plain counts. */
  readonly sum: number | null
}

/**
 * Only what has a target on our side is taken, once for each definition that claims it then: the platform says much that we do not
 * claim to know.
 */
export function saidAccount(targets: readonly Target[], rows: Iterable<SaidRow>): Account {
  const byMeasure = new Map<string, Target[]>()
  for (const target of targets) {
    byMeasure.set(target.measure, [...(byMeasure.get(target.measure) ?? []), target])
  }
  const cells: AccountCell[] = []
  for (const row of rows) {
    const { start, queueId, mediaType } = row
    for (const { measure, stat, kpi, interval } of byMeasure.get(row.measure) ?? []) {
      if (!contains(interval, start)) continue
      const value = row[stat]
      if (value !== null) cells.push({ start, queueId, mediaType, measure, kpi, stat, value })
    }
  }
  return { side: 'said', cells }
}
