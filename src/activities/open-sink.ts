import type { SinkSettings } from '../config/settings'
import { openSink as openSinkOfKind } from '../delivery/catalogue'
import { mapKpisToMetrics } from '../delivery/external-metric-definition'
import type { SinkKpi } from '../delivery/kpis-of-sink'
import type { Sink } from '../delivery/sink'
import { UsageError } from '../errors'
import type { GenesysClient } from '../genesys/client'
import {
  createExternalMetricDefinition,
  postExternalMetricData,
  readExternalMetricDefinitions,
} from '../genesys/external-metrics'
import { findDefinition } from '../kpis/catalogue'
import { kpisNamedBy } from './check-sinks'
import type { Dependencies } from './dependencies'
import { platformOf } from './platform-of'

/** A sink ready to send, with the KPIs it has a place for. */
export interface OpenSink {
  sink: Sink
  kpis: readonly SinkKpi[]
}

/**
 * Opens the sink of that name. An external metric that the settings do not name by id is found by its
 * name on the platform, and made there when nobody has.
 */
export async function openSink(
  dependencies: Dependencies,
  name: string,
  signal: AbortSignal,
): Promise<OpenSink> {
  const settings = dependencies.settings.sinks.find((sink) => sink.name === name)
  if (settings === undefined) {
    const known = dependencies.settings.sinks.map((sink) => sink.name).join(', ') || 'none'
    throw new UsageError(`There is no sink called ${name}; configured: ${known}.`, {
      code: 'delivery.unknown-sink',
      fields: { sink: name },
      advice: 'Add it under `sinks:` in retally.yaml, or name one of those configured.',
    })
  }
  if (settings.kind === 'custom-report') return openCustomReport(settings)
  return openExternalMetrics(platformOf(dependencies), settings, signal)
}

function openCustomReport(settings: Extract<SinkSettings, { kind: 'custom-report' }>): OpenSink {
  const { url, path, token } = settings
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const sink = openSinkOfKind(
    { kind: 'custom-report', url, path, headers },
    { postExternalMetrics: noPlatform },
  )
  return { sink: { ...sink, name: settings.name }, kpis: kpisNamedBy(settings) }
}

async function openExternalMetrics(
  platform: GenesysClient,
  settings: Extract<SinkSettings, { kind: 'external-metrics' }>,
  signal: AbortSignal,
): Promise<OpenSink> {
  const kpis = kpisNamedBy(settings)
  const entries = settings.metrics.map((metric) => ({ ...metric, definition: findDefinition(metric.kpi) }))
  const definitions = entries.map(({ definition, metricName }) => ({
    ...definition,
    title: metricName ?? definition.title,
  }))
  const given = entries.flatMap(({ definition, metricId }) =>
    metricId === undefined ? [] : [{ kpi: definition.name, metricId }],
  )
  const known = await readExternalMetricDefinitions(platform, signal)
  const { mappings, absent } = mapKpisToMetrics(definitions, given, known)
  for (const { kpi, ...draft } of absent) {
    const { id } = await createExternalMetricDefinition(platform, draft, signal)
    mappings.push({ kpi, metricId: id })
  }
  const sink = openSinkOfKind(
    { kind: 'external-metrics', metrics: mappings },
    {
      postExternalMetrics: (items, until) => postExternalMetricData(platform, items, until),
    },
  )
  return { sink: { ...sink, name: settings.name }, kpis }
}

async function noPlatform(): Promise<never> {
  throw new Error('A custom report does not go to the platform.')
}
