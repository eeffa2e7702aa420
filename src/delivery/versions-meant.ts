/**
 * Which version of a KPI a sink is sent for which local date. A KPI named with its version is that version, published or not; a name alone
 * follows the publication: version 2 until June, 3 since. The date is the agent's own, so that no local day is of two versions.
 */
import { type Period, versionOn } from '../kpis/publication'
import type { LocalDate } from '../time/local-date'
import type { SinkKpi } from './kpis-of-sink'

export interface VersionsMeant {
  /** Null where the sink does not take the KPI, or none is in force on the date. */
  on(kpi: string, date: LocalDate): number | null
  /** Those of any date from `first` to `last`, both included. */
  between(kpi: string, first: LocalDate, last: LocalDate): ReadonlySet<number>
}

export function versionsMeant(
  kpis: readonly SinkKpi[],
  periods: ReadonlyMap<string, readonly Period[]>,
): VersionsMeant {
  const on = (name: string, date: LocalDate): number | null => {
    const kpi = kpis.find((each) => each.name === name)
    return kpi === undefined ? null : (kpi.version ?? versionOn(periods.get(name) ?? [], date))
  }
  return {
    on,
    between(name, first, last) {
      const starts = (periods.get(name) ?? []).flatMap(({ since }) =>
        since !== null && since > first && since <= last ? [since] : [],
      )
      const versions = [first, ...starts].map((date) => on(name, date))
      return new Set(versions.filter((version) => version !== null))
    },
  }
}
