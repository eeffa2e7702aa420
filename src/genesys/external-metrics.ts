import { UsageError } from '../errors'
import type { GenesysClient } from './client'
import { numberedPages } from './numbered-pages'
import { machineWord, scrubbed } from './scrub'
import {
  externalMetricDefinition,
  externalMetricDefinitionPage,
  externalMetricWrite,
} from './wire/external-metrics'

/**
 * External metrics: the way numbers go back to the platform, by agent, local day and metric.
 * Source: the official API description of /api/v2/employeeperformance/externalmetrics, August 2026.
 */

/** The platform takes at most this many items in one call. */
export const mostExternalMetricItems = 100

export interface ExternalMetricDefinition {
  id: string
  name: string
  unit: string
  precision: number
  enabled: boolean
}

export interface NewExternalMetricDefinition {
  name: string
  unit: 'Seconds' | 'Percent' | 'Number' | 'Currency'
  /** Digits after the point, 0 to 5. */
  precision: number
  objective: 'HigherIsBetter' | 'LowerIsBetter' | 'TargetArea'
}

export async function readExternalMetricDefinitions(
  client: GenesysClient,
  signal?: AbortSignal,
): Promise<ExternalMetricDefinition[]> {
  const definitions = await numberedPages((page) =>
    client.call(
      `read page ${page.pageNumber} of the external metric definitions`,
      (apis) => apis.externalMetrics.getEmployeeperformanceExternalmetricsDefinitions(page),
      externalMetricDefinitionPage,
      signal,
    ),
  )
  return definitions.map(toDefinition)
}

/** Makes a definition; an organisation has room for 50. Making one twice makes two: look for its name first. */
export async function createExternalMetricDefinition(
  client: GenesysClient,
  definition: NewExternalMetricDefinition,
  signal?: AbortSignal,
): Promise<ExternalMetricDefinition> {
  const body = {
    name: definition.name,
    unit: definition.unit,
    precision: definition.precision,
    defaultObjectiveType: definition.objective,
    enabled: true,
  }
  const created = await client.call(
    `define the external metric ${JSON.stringify(definition.name)}`,
    (apis) => apis.externalMetrics.postEmployeeperformanceExternalmetricsDefinitions({ body }),
    externalMetricDefinition,
    signal,
  )
  return toDefinition(created)
}

export interface ExternalMetricItem {
  agentId: string
  metricId: string
  /** The agent's local day, `2026-10-25`. */
  date: string
  /** Null takes the day's value away. */
  value: number | null
  /** How many observations the value stands for. */
  count?: number
}

export interface ExternalMetricOutcome {
  /** Position among the items sent. */
  index: number
  outcome: 'accepted' | 'refused'
  /** The platform's code; `unmentioned` when its answer does not speak of the item at all. */
  code?: string
  /** The platform's message, scrubbed. */
  message?: string
}

/**
 * Sends up to 100 items as daily totals and says what became of each. Totals replace what was there, so sending again after
 * a failure doubles nothing.
 *
 * @throws UsageError for more than 100 items, or two for the same agent, day and metric
 */
export async function postExternalMetricData(
  client: GenesysClient,
  items: readonly ExternalMetricItem[],
  signal?: AbortSignal,
): Promise<ExternalMetricOutcome[]> {
  if (items.length === 0) return []
  const indexes = new Map(items.map((item, index) => [keyOf(item.agentId, item.metricId, item.date), index]))
  if (items.length > mostExternalMetricItems || indexes.size < items.length) {
    throw new UsageError(
      `Could not send ${items.length} external metric items, ${indexes.size} of them distinct, in one call.`,
      {
        code: 'genesys.unsendable-batch',
        fields: { items: items.length, distinct: indexes.size },
        advice: `Send at most ${mostExternalMetricItems} at a time, each agent, day and metric once.`,
      },
    )
  }
  const body = { items: items.map(toWire) }
  const answer = await client.call(
    `send ${items.length} external metric items`,
    (apis) => apis.externalMetrics.postEmployeeperformanceExternalmetricsData({ body }),
    externalMetricWrite,
    signal,
  )
  const outcomes: ExternalMetricOutcome[] = items.map((_, index) => ({
    index,
    outcome: 'refused',
    code: 'unmentioned',
  }))
  for (const entity of answer.processedEntities ?? []) {
    const index = indexes.get(keyOf(entity.userId, entity.metricId, entity.dateOccurred))
    if (index !== undefined) outcomes[index] = { index, outcome: 'accepted' }
  }
  for (const entity of answer.unprocessedEntities ?? []) {
    const index = indexes.get(keyOf(entity.userId, entity.metricId, entity.dateOccurred))
    if (index === undefined) continue
    const code = machineWord(entity.code) ?? 'unknown'
    const message = scrubbed(entity.message ?? '')
    outcomes[index] = { index, outcome: 'refused', code, message }
  }
  return outcomes
}

function toWire(item: ExternalMetricItem) {
  return {
    userId: item.agentId,
    metricId: item.metricId,
    dateOccurred: item.date,
    // The SDK's type forbids the null with which the platform takes a value away.
    value: item.value as number,
    type: 'Total',
    ...(item.count === undefined ? {} : { count: item.count }),
  }
}

function keyOf(userId: string | null | undefined, metricId: string, date: string): string {
  return `${userId ?? ''} ${metricId} ${date.slice(0, 10)}`
}

function toDefinition(wire: {
  id: string
  name: string
  unit?: string | null | undefined
  precision?: number | null | undefined
  enabled?: boolean | null | undefined
}): ExternalMetricDefinition {
  return {
    id: wire.id,
    name: wire.name,
    unit: wire.unit ?? 'Number',
    precision: wire.precision ?? 0,
    enabled: wire.enabled ?? true,
  }
}
