import type { ResolutionTime } from '../account/afterwards-ledger'
import { aggregate } from '../account/aggregate'
import { type Buckets, cut } from '../account/buckets'
import { compileFilter, type FilterClause, type Test } from '../account/filter'
import { type Aggregate, aggregates, type Dimension } from '../account/metrics'
import type { Posting } from '../account/posting'
import { badRequest } from '../failure'
import type { Simulation } from '../simulation'
import type { Api } from './context'
import { type JsonObject, readInterval, readList, readObject } from './read'

type Postings = (from: number, to: number, body: JsonObject) => Iterable<Posting>

/** Aggregates of conversations, flows, surveys and resolutions, added up from the simulator's own account by the emit rule. */
export function serveAggregates(api: Api, { ledger, afterwards, clock }: Simulation): void {
  const serve = (path: keyof typeof aggregates, postings: Postings) =>
    api.post(`/api/v2/analytics/${path}/aggregates/query`, async (ask) => {
      const body = await readObject(ask)
      const { from, to } = readInterval(body.interval)
      for (const name of ['views', 'queryType', 'sortMetric', 'limit']) {
        if (body[name] !== undefined && body[name] !== 'groupBy') throw badRequest(`${name} is not simulated`)
      }
      if (body.alternateTimeDimension !== undefined && path !== 'resolutions') {
        throw badRequest('alternateTimeDimension is not simulated')
      }
      const asked = aggregates[path]
      const results = aggregate(postings(from, to, body), {
        buckets: bucketsOf(body, from, to),
        metrics: metricsOf(body, asked),
        groupBy: dimensionsOf(body, asked),
        isWanted: testOf(body, asked),
      })
      return ask.json(results.length === 0 ? {} : { results })
    })

  serve('conversations', (from, to) => ledger.between(from, to, clock.now()))
  serve('flows', (from, to) => ledger.between(from, to, clock.now()))
  serve('surveys', (from, to) => afterwards.surveys(from, to, clock.now()))
  serve('resolutions', (from, to, body) =>
    afterwards.resolutions(from, to, clock.now(), resolutionTimeOf(body)),
  )
}

function resolutionTimeOf({ alternateTimeDimension = 'eventTime' }: JsonObject): ResolutionTime {
  if (alternateTimeDimension === 'eventTime' || alternateTimeDimension === 'wrapUpDate')
    return alternateTimeDimension
  throw badRequest(
    `Value [${alternateTimeDimension}] is not valid for alternateTimeDimension. Allowable values are: eventTime, wrapUpDate`,
    'invalid.value',
  )
}

function bucketsOf(body: JsonObject, from: number, to: number): Buckets {
  const { granularity, timeZone = 'UTC' } = body
  try {
    return cut(from, to, granularity === undefined ? undefined : String(granularity), String(timeZone))
  } catch (error) {
    throw badRequest((error as Error).message, 'invalid.value')
  }
}

function testOf(body: JsonObject, { dimensions }: Aggregate): Test {
  try {
    return compileFilter(body.filter as FilterClause | undefined, dimensions)
  } catch (error) {
    throw badRequest((error as Error).message, 'invalid.value')
  }
}

function metricsOf(body: JsonObject, asked: Aggregate): readonly string[] {
  const metrics = readList(body.metrics, 'metrics').map(String)
  if (metrics.length === 0)
    throw badRequest('metrics: at least one metric is required', 'constraint.validation')
  const unknown = metrics.find((metric) => !asked.metrics.has(metric))
  if (unknown !== undefined) {
    throw badRequest(
      `Value [${unknown}] is not valid for field type [${asked.name}Metric]. Allowable values are: ${[...asked.metrics].join(', ')}`,
      'invalid.value',
    )
  }
  return metrics
}

/** The medium is always among the groups: the platform never adds media together. */
function dimensionsOf(body: JsonObject, asked: Aggregate): readonly Dimension[] {
  const names = readList(body.groupBy, 'groupBy').map(String)
  const known = names.flatMap((name) => asked.dimensions.filter((dimension) => dimension === name))
  const unknown = names.find((name) => !known.some((dimension) => dimension === name))
  if (unknown !== undefined) {
    throw badRequest(
      `Value [${unknown}] is not valid for field type [${asked.name}Dimension]. Simulated values are: ${asked.dimensions.join(', ')}`,
      'invalid.value',
    )
  }
  return known.includes('mediaType') ? known : [...known, 'mediaType']
}
