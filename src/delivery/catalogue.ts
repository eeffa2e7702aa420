/** The sinks we have, one line each. */
import type { Sink } from './sink'
import { customReport } from './sinks/custom-report'
import { externalMetrics, type PostExternalMetrics } from './sinks/external-metrics'

export const sinkCatalogue = {
  'external-metrics': externalMetrics,
  'custom-report': customReport,
}

export type SinkKind = keyof typeof sinkCatalogue

/** Settings of a sink, told apart by `kind`. */
export type SinkSettings = {
  [Kind in SinkKind]: { readonly kind: Kind } & Parameters<(typeof sinkCatalogue)[Kind]>[0]
}[SinkKind]

/** What sinks need that only the composition root can give. */
export interface SinkDoors {
  readonly postExternalMetrics: PostExternalMetrics
}

/** Opens the sink its settings describe. */
export function openSink(settings: SinkSettings, doors: SinkDoors): Sink {
  const open = sinkCatalogue[settings.kind] as (settings: SinkSettings, doors: SinkDoors) => Sink
  return open(settings, doors)
}
