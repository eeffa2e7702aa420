import { cut } from '../account/buckets'
import type { Shown } from '../agents/agent-time'
import { presenceId, type SystemPresence, systemPresences } from '../agents/presence'
import { iso, type Millis } from '../clock'
import { badRequest } from '../failure'
import { refuseNonObject, refuseOtherPredicates } from '../read-predicate'
import type { Simulation } from '../simulation'
import type { Agent } from '../world/agent'
import type { Api } from './context'
import { type JsonObject, readInterval, readList, readObject } from './read'

const metrics = ['tAgentRoutingStatus', 'tOrganizationPresence', 'tSystemPresence'] as const
type UserMetric = (typeof metrics)[number]
const mostPredicates = 100

/**
 * User aggregates: for each user how long they showed each presence and routing status, cut at the edges of the interval and of its
 * pieces, and at now. A status nobody showed is absent.
 */
export function serveUserAggregates(api: Api, simulation: Simulation): void {
  const { world, agentTime, clock } = simulation

  api.post('/api/v2/analytics/users/aggregates/query', async (ask) => {
    const body = await readObject(ask)
    const { from, to } = readInterval(body.interval)
    for (const name of ['views', 'alternateTimeDimension']) {
      if (body[name] !== undefined) throw badRequest(`${name} is not simulated`)
    }
    const wanted = metricsOf(body)
    checkGroupBy(body)
    const isChosen = readFilter(body.filter)
    const edges = edgesOf(body, from, to)
    const results = world.agents
      .filter((agent) => isChosen(agent.id))
      .map((agent) => ({
        group: { userId: agent.id },
        data: dataOf(agent, edges, wanted, clock.now()),
      }))
      .filter(({ data }) => data.length > 0)
    return ask.json({
      systemToOrganizationMappings: Object.fromEntries(
        systemPresences.map((presence) => [presence, [presenceId(world, presence)]]),
      ),
      results,
    })
  })

  function dataOf(agent: Agent, edges: readonly Millis[], wanted: readonly UserMetric[], now: Millis) {
    const from = edges[0] as Millis
    const to = Math.min(edges.at(-1) as Millis, now)
    if (to <= from) return []
    const presences = agentTime.presences(agent, from, to)
    const routing = wanted.includes('tAgentRoutingStatus') ? agentTime.routing(agent, from, to) : []
    return edges.slice(0, -1).flatMap((start, index) => {
      const end = Math.min(edges[index + 1] as Millis, now)
      const found = wanted.flatMap((metric) => {
        const shown: readonly Shown<string>[] = metric === 'tAgentRoutingStatus' ? routing : presences
        const named = (status: string) =>
          metric === 'tOrganizationPresence' ? presenceId(world, status as SystemPresence) : status
        return [...sumsOf(shown, start, end)].map(([status, sum]) => ({
          metric,
          qualifier: named(status),
          stats: { sum },
        }))
      })
      const interval = `${iso(start)}/${iso(edges[index + 1] as Millis)}`
      return found.length === 0 ? [] : [{ interval, metrics: found }]
    })
  }
}

function sumsOf(shown: readonly Shown<string>[], start: Millis, end: Millis): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { from, to, status } of shown) {
    const length = Math.min(to, end) - Math.max(from, start)
    if (length > 0) sums.set(status, (sums.get(status) ?? 0) + length)
  }
  return sums
}

function metricsOf(body: JsonObject): readonly UserMetric[] {
  const named = readList(body.metrics, 'metrics').map(String)
  if (named.length === 0)
    throw badRequest('metrics: at least one metric is required', 'constraint.validation')
  const unknown = named.find((name) => !(metrics as readonly string[]).includes(name))
  if (unknown !== undefined) throw notAllowed(unknown, 'UserMetric', metrics.join(', '))
  return metrics.filter((metric) => named.includes(metric))
}

/** Users are all one can group by. */
function checkGroupBy(body: JsonObject): void {
  const named = readList(body.groupBy, 'groupBy').map(String)
  const unknown = named.find((name) => name !== 'userId')
  if (unknown !== undefined) throw notAllowed(unknown, 'UserAggregateDimension', 'userId')
  if (named.length === 0) throw badRequest('Queries without groupBy userId are not simulated')
}

function readFilter(filter: unknown): (userId: string) => boolean {
  if (filter === undefined) return () => true
  refuseNonObject('filter', filter)
  const { type, predicates, clauses } = filter as JsonObject
  if (readList(clauses, 'clauses').length > 0) throw badRequest('clauses are not simulated')
  const list = readList(predicates, 'predicates') as readonly JsonObject[]
  if (list.length > mostPredicates)
    throw badRequest('At most 100 userId predicates may be given', 'invalid.value')
  const ids = list.map((predicate) => {
    refuseOtherPredicates(predicate)
    if (predicate.dimension !== 'userId')
      throw notAllowed(String(predicate.dimension), 'UserAggregateDimension', 'userId')
    return String(predicate.value)
  })
  if (String(type).toLowerCase() === 'and' && new Set(ids).size > 1) return () => false
  return (userId) => ids.includes(userId)
}

function edgesOf(body: JsonObject, from: Millis, to: Millis): readonly Millis[] {
  const { granularity, timeZone = 'UTC' } = body
  try {
    return cut(from, to, granularity === undefined ? undefined : String(granularity), String(timeZone)).edges
  } catch (error) {
    throw badRequest((error as Error).message, 'invalid.value')
  }
}

function notAllowed(value: string, type: string, allowed: string): Error {
  return badRequest(
    `Value [${value}] is not valid for field type [${type}]. Allowable values are: ${allowed}`,
    'invalid.value',
  )
}
