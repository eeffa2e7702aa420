/**
 * The platform's external metrics (`POST /api/v2/employeeperformance/externalmetrics/data`): the only way back into Genesys Cloud that
 * its documentation and SDK know. One item is an agent, a local day and a metric; there is no queue, interval or version.
 *
 * Items are sent as type `Total`, which overwrites, with `value` the total and `count` what it is over; the platform keeps both
 * (`totalValue`, `totalCount`) and shows their quotient. `Cumulative` would add, and a repeated call would count twice. A value of
 * null deletes. The endpoint has no idempotency key: user, metric and date are the key, and `Total` makes a repeat harmless.
 *
 * It answers 200 even when it refused some of the items (`unprocessedEntities`), so each item has its own outcome. A call that it
 * refuses as a whole for its content (400) parks all its items, so that the batches after it still go out.
 */
import { TerminalError } from '../../errors'
import type { DeliveryItem } from '../delivery-item'
import type { ItemOutcome, Sink } from '../sink'
import { contentRefused } from './http-answer'

/** The platform's limit on items per call. */
export const maxMetricItems = 100

export interface MetricMapping {
  /** Our KPI's name, without version: the platform has one place for it, whichever version is delivered. */
  readonly kpi: string
  /** Id of the external metric definition on the platform. */
  readonly metricId: string
}

export interface ExternalMetricsSettings {
  readonly metrics: readonly MetricMapping[]
}

/** One item of a call. */
export interface ExternalMetricItem {
  readonly agentId: string
  readonly metricId: string
  /** Local date, `YYYY-MM-DD`: the workday the platform files it under. */
  readonly date: string
  /** Null takes the day's value away. */
  readonly value: number | null
  readonly count?: number
}

/** What became of one item, told by its position in the call. */
export interface ToldOutcome {
  readonly index: number
  readonly outcome: 'accepted' | 'refused'
  readonly code?: string | undefined
  readonly message?: string | undefined
}

/**
 * The call itself, with type `Total`. It lives in the platform's own room, and throws our errors for everything but an answer about
 * items.
 */
export type PostExternalMetrics = (
  items: readonly ExternalMetricItem[],
  signal: AbortSignal,
) => Promise<readonly ToldOutcome[]>

/** @throws TerminalError `delivery.metric-mapped-twice` when two KPIs would overwrite each other in one metric */
export function externalMetrics(
  settings: ExternalMetricsSettings,
  doors: { readonly postExternalMetrics: PostExternalMetrics },
): Sink {
  const metricIds = metricIdsByKpi(settings.metrics)
  return {
    name: 'external-metrics',
    maxItems: maxMetricItems,
    repeatable: true,
    tellsVersion: false,
    metricIdOf: (kpi) => metricIds.get(kpi) ?? null,
    async send(items, { signal }) {
      const outcomes: ItemOutcome[] = items.map((item) =>
        metricIds.has(item.kpi) ? unanswered : notMapped(item.kpi),
      )
      const sent: number[] = []
      const body: ExternalMetricItem[] = []
      for (const [position, item] of items.entries()) {
        const metricId = metricIds.get(item.kpi)
        if (metricId === undefined) continue
        sent.push(position)
        body.push(toPlatform(item, metricId))
      }
      if (body.length === 0) return { status: null, contextId: null, outcomes }
      try {
        const answer = await doors.postExternalMetrics(body, signal)
        for (const told of answer) {
          const position = sent[told.index]
          if (position !== undefined) outcomes[position] = outcomeOf(told)
        }
        return { status: 200, contextId: null, outcomes }
      } catch (error) {
        if (!refusesContent(error)) throw error
        for (const position of sent) outcomes[position] = refusedWith(error)
        const { status, contextId } = error.fields
        return {
          status: Number(status),
          contextId: typeof contextId === 'string' ? contextId : null,
          outcomes,
        }
      }
    },
  }
}

/** The call as a whole was refused for what it says, as in a custom report: the same again would be, so the items are parked. */
function refusesContent(error: unknown): error is TerminalError {
  return error instanceof TerminalError && contentRefused.has(Number(error.fields.status))
}

function refusedWith(error: TerminalError): ItemOutcome {
  const { platformCode, status } = error.fields
  return {
    outcome: 'parked',
    code: typeof platformCode === 'string' ? platformCode : `http-${status}`,
    message: error.message,
  }
}

/** `Total` overwrites, so an item the platform did not mention can be sent again without harm. */
const unanswered: ItemOutcome = {
  outcome: 'retry',
  code: 'unmentioned',
  message: 'The platform answered the batch but said nothing about this item.',
}

function notMapped(kpi: string): ItemOutcome {
  return {
    outcome: 'parked',
    code: 'kpi-not-mapped',
    message: `No external metric is set for ${kpi}: add it to the sink's metrics and deliver again.`,
  }
}

function toPlatform(item: DeliveryItem, metricId: string): ExternalMetricItem {
  const { agentId, date, value, count } = item
  return value === null ? { agentId, metricId, date, value } : { agentId, metricId, date, value, count }
}

/**
 * Codes under which the platform says "not now": busy, timed out, too many; or says nothing (`unmentioned`). Anything else is about the
 * item and stays so.
 */
const passing = /^unmentioned$|too\.busy|too\.many\.requests|unavailable|timeout|internal\.server\.error/

function outcomeOf(told: ToldOutcome): ItemOutcome {
  if (told.outcome === 'accepted') return { outcome: 'accepted' }
  return {
    outcome: told.code !== undefined && passing.test(told.code) ? 'retry' : 'parked',
    ...(told.code === undefined ? {} : { code: told.code }),
    ...(told.message === undefined ? {} : { message: told.message }),
  }
}

function metricIdsByKpi(mappings: readonly MetricMapping[]): Map<string, string> {
  const kpiOfMetric = new Map<string, string>()
  for (const { kpi, metricId } of mappings) {
    const other = kpiOfMetric.get(metricId)
    if (other !== undefined && other !== kpi) {
      throw new TerminalError(
        `Cannot open the sink external-metrics: ${other} and ${kpi} are both mapped to the metric ${metricId} and would overwrite each other.`,
        {
          code: 'delivery.metric-mapped-twice',
          fields: { metricId },
          advice: 'Give each KPI a metric of its own.',
        },
      )
    }
    kpiOfMetric.set(metricId, kpi)
  }
  return new Map(mappings.map(({ kpi, metricId }) => [kpi, metricId]))
}
