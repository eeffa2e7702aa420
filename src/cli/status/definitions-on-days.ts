import type { MissingLookUps } from '../../kpis/look-up'
import type { PartitionState } from '../../planning/partition'
import type { Flaws } from '../../reports/flaws'
import type { DayCountsRow } from '../../store/results/read-day-counts'
import type { LocalDate } from '../../time/local-date'
import type { StandingPartitions } from './read-partitions'

export interface DefinitionOnDay {
  kpi: string
  state: PartitionState
  observations: number
  withoutZone: number
  /** Look-ups besides the zone that failed, and of how many observations. */
  lacking: MissingLookUps
  flaws: Flaws
  /** Why it does not stand, in words, where state alone does not say it. */
  detail: string | null
}

/**
 * How each version stands on each of these days: runs of days taken apart, with what the ledger counted. A list for each day, in the
 * order of the days.
 *
 * @param counts by `name@version`
 */
export function definitionsOnDays(
  days: readonly LocalDate[],
  partitions: StandingPartitions,
  counts: ReadonlyMap<string, readonly DayCountsRow[]>,
): DefinitionOnDay[][] {
  const indexOf = new Map(days.map((day, index) => [day, index]))
  const found = days.map((): DefinitionOnDay[] => [])
  const counted = new Map(
    [...counts].map(([kpi, rows]) => {
      const ofDays: (DayCountsRow | undefined)[] = []
      for (const row of rows) ofDays[indexOf.get(row.day) ?? days.length] = row
      return [kpi, ofDays]
    }),
  )
  let index = 0
  for (const { kpi, state, reason, first, last } of partitions) {
    // Runs of a version follow one another: where one ended the next begins, and only another version begins anew.
    if (index > 0 && first <= (days[index - 1] as LocalDate)) index = 0
    const ofKpi = counted.get(kpi) ?? []
    for (; index < days.length && (days[index] as LocalDate) <= last; index++) {
      if ((days[index] as LocalDate) < first) continue
      const of = ofKpi[index]
      found[index]?.push({
        kpi,
        state,
        observations: of?.observations ?? 0,
        withoutZone: of?.withoutZone ?? 0,
        lacking: of?.lacking ?? {},
        flaws: of?.flaws ?? {},
        detail: reason === '' ? null : reason,
      })
    }
  }
  return found
}
