/**
 * The "custom report data" endpoint of older write-ups (`POST …/api/v2/analytics/datadefinitions/customreports`, body
 * `{data, overwrite: true}`, at most 100 records). No SDK and no published path list knows it, so it is a plain HTTP sink: any service
 * that takes this body at a configured address will do.
 *
 * The body is overwritten by its own key (agent, date, metric), so a repeated batch changes nothing. The idempotency key goes along in
 * the `Idempotency-Key` header for receivers that keep a log of their own.
 */
import type { DeliveryItem } from '../delivery-item'
import type { Sink } from '../sink'
import { judgeHttpAnswer } from './http-answer'
import { unreachable } from './http-failure'

export interface CustomReportSettings {
  /** Scheme and host, such as `https://reports.example.org`. */
  readonly url: string
  readonly path?: string
  /** Sent with every call, such as `{authorization: 'Bearer …'}`. They appear in no log and no error. */
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export const defaultCustomReportPath = '/api/v2/analytics/datadefinitions/customreports'
export const maxRecords = 100
const defaultTimeoutMs = 30_000

/** One record of the body. */
export interface CustomReportRecord {
  readonly agentId: string
  readonly date: string
  readonly metric: string
  readonly metricVersion: number
  /** The KPI's value in its unit: total / count. Null: there is none any more. */
  readonly value: number | null
  /** Add totals and counts, never values, to merge days or agents. */
  readonly total: number | null
  readonly count: number
}

export function customReport(settings: CustomReportSettings): Sink {
  const endpoint = new URL(settings.path ?? defaultCustomReportPath, settings.url)
  return {
    name: 'custom-report',
    maxItems: maxRecords,
    repeatable: true,
    tellsVersion: true,
    metricIdOf: (kpi) => kpi,
    async send(items, { idempotencyKey, signal }) {
      const deadline = AbortSignal.timeout(settings.timeoutMs ?? defaultTimeoutMs)
      try {
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'idempotency-key': idempotencyKey,
            ...settings.headers,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ data: items.map(toRecord), overwrite: true }),
          // A redirect would carry the bearer token to an address nobody configured.
          redirect: 'manual',
          signal: AbortSignal.any([signal, deadline]),
        })
        return judgeHttpAnswer(
          'custom-report',
          endpoint,
          response.status,
          response.headers,
          await response.text(),
          items.length,
        )
      } catch (error) {
        signal.throwIfAborted()
        throw unreachable('custom-report', endpoint, error)
      }
    },
  }
}

function toRecord(item: DeliveryItem): CustomReportRecord {
  return {
    agentId: item.agentId,
    date: item.date,
    metric: item.kpi,
    metricVersion: item.version,
    value: item.value === null ? null : item.value / item.count,
    total: item.value,
    count: item.count,
  }
}
