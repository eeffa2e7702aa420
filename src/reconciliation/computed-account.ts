/** Our own account, from the 15-minute sums of our results. */
import { floorToGrain } from '../time/grain'
import type { Instant } from '../time/instant'
import { contains } from '../time/interval'
import { type Account, type AccountCell, cellGrain, placeKey } from './account'
import type { Target } from './target'

/** Sums of one definition's observations in one 15-minute UTC interval, queue and medium. */
export interface ComputedRow {
  readonly kpi: string
  readonly intervalStart: Instant
  readonly queueId: string | null
  readonly mediaType: string | null
  readonly parts: readonly number[]
}

/**
 * Adds the rows up to half hours. Rows of definitions that reconcile to nothing then are passed over. A part that adds up to 0 makes a
 * cell with 0: whether that equals the platform's silence is for the comparison to say.
 */
export function computedAccount(targets: readonly Target[], rows: Iterable<ComputedRow>): Account {
  const byDefinition = new Map<string, Target[]>()
  for (const target of targets) {
    byDefinition.set(target.kpi, [...(byDefinition.get(target.kpi) ?? []), target])
  }
  const cells = new Map<string, AccountCell>()
  for (const row of rows) {
    const { kpi, queueId, mediaType } = row
    for (const { measure, stat, partIndex, interval } of byDefinition.get(kpi) ?? []) {
      if (!contains(interval, row.intervalStart)) continue
      const place = {
        start: floorToGrain(row.intervalStart, cellGrain),
        queueId,
        mediaType,
        measure,
        kpi,
        stat,
      }
      const key = placeKey(place)
      cells.set(key, { ...place, value: (cells.get(key)?.value ?? 0) + (row.parts[partIndex] ?? 0) })
    }
  }
  return { side: 'computed', cells: [...cells.values()] }
}
