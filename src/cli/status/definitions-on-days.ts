import type { MissingLookUps } from '../../kpis/look-up'
import type { PartitionState } from '../../planning/partition'
import type { Flaws } from '../../reports/flaws'
import type { DayCountsRow } from '../../store/results/read-day-counts'
import { eachDate, type LocalDate, nextDate } from '../../time/local-date'
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

/** How each version stands on each day: runs of days taken apart, with what the ledger counted. */
export function definitionsOnDays(
  partitions: StandingPartitions,
  counts: readonly (DayCountsRow & { kpi: string })[],
): Map<LocalDate, DefinitionOnDay[]> {
  const counted = new Map(counts.map((row) => [`${row.day} ${row.kpi}`, row]))
  const found = new Map<LocalDate, DefinitionOnDay[]>()
  for (const { kpi, state, reason, first, last } of partitions) {
    for (const day of eachDate(first, nextDate(last))) {
      const of = counted.get(`${day} ${kpi}`)
      const onDay = found.get(day) ?? []
      found.set(day, onDay)
      onDay.push({
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
