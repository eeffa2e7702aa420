import type { SinkSettings } from '../config/settings'
import { kpisOfSink, type SinkKpi } from '../delivery/kpis-of-sink'

/**
 * Reads what each sink's settings name, so that a mistake there is told when a worker starts or somebody asks for a delivery.
 *
 * @throws UsageError naming sink and entry
 */
export function checkSinks(sinks: readonly SinkSettings[]): void {
  for (const sink of sinks) kpisNamedBy(sink)
}

/** The KPIs that a sink's settings name. */
export function kpisNamedBy(sink: SinkSettings): SinkKpi[] {
  const entries = sink.kind === 'custom-report' ? sink.kpis : sink.metrics.map(({ kpi }) => kpi)
  return kpisOfSink(sink.name, entries)
}
