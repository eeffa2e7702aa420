import { TerminalError } from '../errors'
import type { Instant } from '../time/instant'
import { formatInterval, type Interval } from '../time/interval'
import type { GenesysClient } from './client'
import { measureName, metricName } from './measure-names'
import type { PlatformApis } from './platform-sdk'
import { aggregates } from './wire/aggregates'
import { instantIn } from './wire/instant-text'

/**
 * The longest interval one request asks for. For aggregates the platform documents no limit; seven days is
 * the one it states for detail queries of users without a filter (developer.genesys.cloud, user-query), and gives 336 half hours for each queue, medium and measure.
 */
export const longestAggregateIntervalMs = 7 * 86_400_000

/** The platform aggregates conversations and surveys apart, and knows no measure of one among those of the other. */
export type AggregatesOf = keyof typeof queries

const queries = {
  conversations: {
    groupBy: ['queueId', 'mediaType'],
    post: ({ analytics }: PlatformApis, body: Query) =>
      analytics.postAnalyticsConversationsAggregatesQuery(body),
  },
  // A survey is about a queue and an agent, and of no medium.
  surveys: {
    groupBy: ['queueId'],
    post: ({ analytics }: PlatformApis, body: Query) => analytics.postAnalyticsSurveysAggregatesQuery(body),
  },
}

interface Query {
  interval: string
  granularity: string
  groupBy: string[]
  metrics: string[]
}

/** What the platform itself counted for one interval, queue and medium. */
export interface AggregateRow {
  /** Start of the interval. */
  start: Instant
  /** Null where no queue was involved. */
  queueId: string | null
  /** Null of surveys. */
  mediaType: string | null
  /** Our name for the measure, or the platform's own. */
  measure: string
  /** How many values were posted in the interval; null where the platform gives none for this measure. */
  count: number | null
  /** Their sum, milliseconds for durations, hundredths for scores; null where the platform gives none (counts have only `count`). */
  sum: number | null
}

export interface AggregatesRequest {
  of: AggregatesOf
  interval: Interval
  granularity: 'PT15M' | 'PT30M' | 'PT1H' | 'P1D'
  /** Our names (`answered`), or the platform's for what has none. */
  measures: readonly string[]
}

/**
 * The platform's own account, by the rule that a whole value belongs to the interval in which it was posted. What has no
 * data has no row: absent is not zero.
 */
export async function readAggregates(
  client: GenesysClient,
  request: AggregatesRequest,
  signal?: AbortSignal,
): Promise<AggregateRow[]> {
  const { groupBy, post } = queries[request.of]
  const rows: AggregateRow[] = []
  for (const interval of inPieces(request.interval)) {
    const stated = formatInterval(interval)
    const body = {
      interval: stated,
      granularity: request.granularity,
      groupBy,
      metrics: request.measures.map(metricName),
    }
    const what = `read the platform's aggregates of ${request.of} for ${stated}`
    const answer = await client.call(what, (apis) => post(apis, body), aggregates, signal)
    for (const result of answer.results ?? []) {
      const queueId = dimension(result.group?.queueId)
      const mediaType = request.of === 'surveys' ? null : dimension(result.group?.mediaType)
      for (const bucket of result.data ?? []) {
        const start = startOf(bucket.interval, what)
        for (const { metric, qualifier, stats } of bucket.metrics ?? []) {
          // A qualified value (one per presence, say) is a part of a measure, and none of ours.
          if (qualifier != null) continue
          rows.push({
            start,
            queueId,
            mediaType,
            measure: measureName(metric),
            count: stats.count ?? null,
            sum: stats.sum == null ? null : inOurUnit(metric, stats.sum),
          })
        }
      }
    }
  }
  return rows
}

/** A score is the platform's in hundredths; a sum of them has whatever a sum of decimals has behind that. */
function inOurUnit(metric: string, sum: number): number {
  return metricName('survey-score') === metric ? Math.round(sum * 100) : sum
}

function inPieces(interval: Interval): Interval[] {
  const pieces: Interval[] = []
  for (let start = interval.start; start < interval.end; start += longestAggregateIntervalMs) {
    pieces.push({ start, end: Math.min(start + longestAggregateIntervalMs, interval.end) })
  }
  return pieces
}

function dimension(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function startOf(interval: string, what: string): Instant {
  const start = instantIn(interval.split('/')[0] ?? '')
  if (start !== null) return start
  throw new TerminalError(`Could not ${what}: the answer has an interval that cannot be read.`, {
    code: 'genesys.unexpected-answer',
    fields: { doing: what },
    advice: 'The platform may have changed this answer: please report it with this message.',
  })
}
