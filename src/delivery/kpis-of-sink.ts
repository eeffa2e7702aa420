/**
 * Which KPIs a sink's settings name. What no delivery could ever bring is refused here, before anything is sent: a sink that silently
 * stays empty is found out weeks later.
 */
import { UsageError } from '../errors'
import { aggregationWords, quotientOf } from '../kpis/aggregation'
import { findDefinition } from '../kpis/catalogue'
import type { KpiDefinition } from '../kpis/definition'

export interface SinkKpi {
  readonly name: string
  /** The version the settings name; null: whichever is published. */
  readonly version: number | null
}

/**
 * The KPIs that the entries name, as `average-handle-time` or `average-handle-time@1`.
 *
 * @throws UsageError naming sink and entry: an unknown KPI or version, a KPI that knows no agents or has no total,
 *   one of money, one that is composed, one named twice
 */
export function kpisOfSink(sink: string, entries: readonly string[]): SinkKpi[] {
  const kpis: SinkKpi[] = []
  for (const entry of entries) {
    const definition = definitionNamed(sink, entry)
    const { name, version, dimensions } = definition
    if (quotientOf(definition) === null) throw withoutTotal(sink, entry, definition)
    if (definition.unit === 'money') throw ofMoney(sink, entry)
    if (!dimensions.includes('agent')) throw withoutAgents(sink, entry)
    if (kpis.some((kpi) => kpi.name === name)) throw namedTwice(sink, entry, name)
    kpis.push({ name, version: entry.includes('@') ? version : null })
  }
  return kpis
}

function definitionNamed(sink: string, entry: string): KpiDefinition {
  try {
    return findDefinition(entry)
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause
    throw new UsageError(`The sink ${sink} names the KPI ${JSON.stringify(entry)}. ${cause.message}`, {
      code: 'delivery.unknown-kpi',
      fields: { sink, entry },
      advice: 'Correct the entry under `sinks:` in retally.yaml; `retally kpi list` has the names.',
      cause,
    })
  }
}

function withoutAgents(sink: string, entry: string): UsageError {
  return new UsageError(
    `The sink ${sink} asks for ${JSON.stringify(entry)} by agent, but this KPI is not counted by agent.`,
    {
      code: 'delivery.kpi-without-agents',
      fields: { sink, entry },
      advice:
        'Take the entry out under `sinks:` in retally.yaml; `retally kpi show` lists the dimensions of a KPI.',
    },
  )
}

function withoutTotal(sink: string, entry: string, { aggregation }: KpiDefinition): UsageError {
  return new UsageError(
    `The sink ${sink} asks for ${JSON.stringify(entry)}, but this KPI is ${aggregationWords[aggregation.kind]}. A sink is sent a total and a count, which it adds up over days and agents.`,
    {
      code: 'delivery.kpi-without-total',
      fields: { sink, entry },
      advice:
        'Take the entry out under `sinks:` in retally.yaml, and read this KPI by `retally results` or from the views.',
    },
  )
}

function ofMoney(sink: string, entry: string): UsageError {
  return new UsageError(
    `The sink ${sink} asks for ${JSON.stringify(entry)}, which is money: no sink is told a currency, and cents would be shown as whole amounts.`,
    {
      code: 'delivery.kpi-of-money',
      fields: { sink, entry },
      advice:
        'Take the entry out under `sinks:` in retally.yaml, and read this KPI by `retally results` or from the views.',
    },
  )
}

function namedTwice(sink: string, entry: string, name: string): UsageError {
  return new UsageError(
    `The sink ${sink} names ${name} twice (${JSON.stringify(entry)} is the second), and both would fill the same place.`,
    {
      code: 'delivery.kpi-named-twice',
      fields: { sink, entry },
      advice: 'Keep one of the two entries under `sinks:` in retally.yaml.',
    },
  )
}
