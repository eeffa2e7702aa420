import type { SinkSettings } from '../config/settings'
import { maxRecords } from '../delivery/sinks/custom-report'
import { maxMetricItems } from '../delivery/sinks/external-metrics'
import type { StoredDefinition } from '../store/definitions/read-definitions'
import { kpisNamedBy } from './check-sinks'

/** What a sink is sent, for a plan to count: versions by `name@version`. */
export interface PlannedSink {
  name: string
  kpis: string[]
  itemsPerRequest: number
  tellsVersion: boolean
}

/** The sinks of the settings, each with the versions it would be sent now: those it names, else those published. */
export function sinksToPlan(
  sinks: readonly SinkSettings[],
  stored: readonly StoredDefinition[],
): PlannedSink[] {
  const published = new Map(stored.filter((each) => each.published).map((each) => [each.name, each.version]))
  return sinks.map((sink) => ({
    name: sink.name,
    ...(sink.kind === 'external-metrics'
      ? { itemsPerRequest: maxMetricItems, tellsVersion: false }
      : { itemsPerRequest: maxRecords, tellsVersion: true }),
    kpis: kpisNamedBy(sink).flatMap(({ name, version }) => {
      const sent = version ?? published.get(name)
      return sent === undefined ? [] : [`${name}@${sent}`]
    }),
  }))
}
