import type { SinkSettings } from '../config/settings'
import type { SinkKpi } from '../delivery/kpis-of-sink'
import { maxRecords } from '../delivery/sinks/custom-report'
import { maxMetricItems } from '../delivery/sinks/external-metrics'
import { versionsMeant } from '../delivery/versions-meant'
import type { Period } from '../kpis/publication'
import type { LocalDate } from '../time/local-date'
import { kpisNamedBy } from './check-sinks'

/** What a sink is sent, for a plan to count. */
export interface PlannedSink {
  name: string
  kpis: readonly SinkKpi[]
  itemsPerRequest: number
  tellsVersion: boolean
  /** Whether what this version (`name@version`) says of a date is sent: it is named, or in force for it. */
  isSent(kpi: string, date: LocalDate): boolean
}

/**
 * The sinks of the settings, each with what it would be sent.
 *
 * @param periods which versions are in force when
 */
export function sinksToPlan(
  sinks: readonly SinkSettings[],
  periods: ReadonlyMap<string, readonly Period[]>,
): PlannedSink[] {
  return sinks.map((sink) => {
    const kpis = kpisNamedBy(sink)
    const meant = versionsMeant(kpis, periods)
    return {
      name: sink.name,
      kpis,
      ...(sink.kind === 'external-metrics'
        ? { itemsPerRequest: maxMetricItems, tellsVersion: false }
        : { itemsPerRequest: maxRecords, tellsVersion: true }),
      isSent(kpi, date) {
        const [name = '', version] = kpi.split('@')
        return meant.on(name, date) === Number(version)
      },
    }
  })
}
