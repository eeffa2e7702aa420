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
  if (settings === undefined) throw unknownHere(dependencies, name)
  if (settings.kind === 'custom-report') return openCustomReport(settings)
  return openExternalMetrics(platformOf(dependencies), settings, signal)
}

/** Whoever asked for the delivery has the sink in their settings: the worker was started with others. */
function unknownHere({ settings }: Dependencies, sink: string): UsageError {
  const { taskQueue } = settings.temporal
  const known = settings.sinks.map(({ name }) => name).join(', ') || 'none'
  return new UsageError(
    `The worker on the task queue ${taskQueue} does not know the sink ${sink} (it knows: ${known}).`,
    {
      code: 'delivery.unknown-to-worker',
      fields: { sink, taskQueue, known },
      advice: 'Restart it with the same settings: the sink stands under `sinks:` in retally.yaml.',
    },
  )
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
