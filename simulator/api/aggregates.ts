import { aggregate } from '../account/aggregate'
import { type Buckets, cut } from '../account/buckets'
import { compileFilter, type FilterClause, type Test } from '../account/filter'
import {
  type AggregateDimension,
  aggregateDimensions,
  aggregateMetrics,
  isAggregateDimension,
} from '../account/metrics'
import { badRequest } from '../failure'
import type { Simulation } from '../simulation'
import type { Api } from './context'
import { type JsonObject, readInterval, readList, readObject } from './read'

/** Conversation aggregates, added up from the simulator's own account by the emit rule. */
export function serveAggregates(api: Api, simulation: Simulation): void {
  api.post('/api/v2/analytics/conversations/aggregates/query', async (ask) => {
    const body = await readObject(ask)
    const { from, to } = readInterval(body.interval)
    for (const name of ['views', 'queryType', 'sortMetric', 'limit', 'alternateTimeDimension']) {
      if (body[name] !== undefined && body[name] !== 'groupBy') throw badRequest(`${name} is not simulated`)
    }
    const postings = simulation.ledger.between(from, to, simulation.clock.now())
    const results = aggregate(postings, {
      buckets: bucketsOf(body, from, to),
      metrics: metricsOf(body),
      groupBy: dimensionsOf(body),
      isWanted: testOf(body),
    })
    return ask.json(results.length === 0 ? {} : { results })
  })
}

function bucketsOf(body: JsonObject, from: number, to: number): Buckets {
  const { granularity, timeZone = 'UTC' } = body
  try {
    return cut(from, to, granularity === undefined ? undefined : String(granularity), String(timeZone))
  } catch (error) {
    throw badRequest((error as Error).message, 'invalid.value')
  }
}

function testOf(body: JsonObject): Test {
  try {
    return compileFilter(body.filter as FilterClause | undefined)
  } catch (error) {
    throw badRequest((error as Error).message, 'invalid.value')
  }
}

function metricsOf(body: JsonObject): readonly string[] {
  const metrics = readList(body.metrics, 'metrics').map(String)
  if (metrics.length === 0)
    throw badRequest('metrics: at least one metric is required', 'constraint.validation')
  const unknown = metrics.find((metric) => !aggregateMetrics.has(metric))
  if (unknown !== undefined) {
    throw badRequest(
      `Value [${unknown}] is not valid for field type [ConversationMetric]. Allowable values are: ${[...aggregateMetrics].join(', ')}`,
      'invalid.value',
    )
  }
  return metrics
}

/** The medium is always among the groups: the platform never adds media together. */
function dimensionsOf(body: JsonObject): readonly AggregateDimension[] {
  const dimensions = readList(body.groupBy, 'groupBy').map(String)
  const known = dimensions.filter(isAggregateDimension)
  if (known.length !== dimensions.length) {
    const unknown = dimensions.find((dimension) => !isAggregateDimension(dimension))
    throw badRequest(
      `Value [${unknown}] is not valid for field type [ConversationDimension]. Simulated values are: ${aggregateDimensions.join(', ')}`,
      'invalid.value',
    )
  }
  return known.includes('mediaType') ? known : [...known, 'mediaType']
}
