import { presenceId } from '../agents/presence'
import { iso, type Millis } from '../clock'
import { badRequest } from '../failure'
import { spoilUser } from '../faults/spoil-user'
import type { Simulation } from '../simulation'
import type { Agent } from '../world/agent'
import type { Api } from './context'
import { pageOfJob, serveJobStates } from './job-states'
import { readInterval, readList, readObject } from './read'

const root = '/api/v2/analytics/users/details/jobs'

/** A user's record as the platform sends it: whole presences and statuses, the one that goes on without an end. */
export interface WireUserDetail {
  userId: string
  primaryPresence: Record<string, string>[]
  routingStatus: Record<string, string>[]
}

/**
 * User details jobs: everybody's presences and routing statuses that touch the interval, as of data availability. The platform keeps
 * a status on the days on which it begins and ends, so it may have nothing of somebody who was away; the simulator can do the same.
 */
export function serveUserDetailsJobs(api: Api, simulation: Simulation): void {
  const { faults, world, agentTime, userJobs, settings } = simulation
  const intervals = new Map<string, { from: Millis; to: Millis }>()

  api.get(`${root}/availability`, (ask) =>
    ask.json({ dataAvailabilityDate: iso(simulation.dataAvailabilityDate()) }),
  )

  api.post(root, async (ask) => {
    const body = await readObject(ask)
    const interval = readInterval(body.interval)
    for (const name of ['userFilters', 'presenceFilters', 'routingStatusFilters']) {
      if (readList(body[name], name).length > 0) throw badRequest(`${name} are not simulated`)
    }
    if (body.limit !== undefined) throw badRequest('limit is not simulated')
    const asOf = simulation.dataAvailabilityDate()
    const isTold = (agent: Agent) =>
      settings.tellsUnchangedUsers || changes(agent, interval.from, Math.min(interval.to, asOf))
    const job = userJobs.submit(asOf, () => world.agents.filter(isTold))
    intervals.set(job.id, interval)
    return ask.json({ jobId: job.id }, 202)
  })

  serveJobStates(api, simulation, root, userJobs)

  api.get(`${root}/:jobId/results`, (ask) => {
    const { job, page, more } = pageOfJob(ask, simulation, userJobs)
    const { from, to } = intervals.get(job.id) as { from: Millis; to: Millis }
    const details = page.map((agent) => detailOf(agent, from, Math.min(to, job.asOf), job.asOf))
    const spoiling = details.length > 0 ? faults.strike(ask.get('line'), 'malformed-user') : null
    return ask.json({ userDetails: spoiling ? spoilUser(details, spoiling) : details, ...more })
  })

  function changes(agent: Agent, from: Millis, to: Millis): boolean {
    const shown = [...agentTime.presences(agent, from, to), ...agentTime.routing(agent, from, to)]
    return shown.some((each) => each.from >= from || each.to <= to)
  }

  function detailOf(agent: Agent, from: Millis, to: Millis, asOf: Millis): WireUserDetail {
    if (to <= from) return { userId: agent.id, primaryPresence: [], routingStatus: [] }
    const span = (shown: { from: Millis; to: Millis }) => ({
      startTime: iso(shown.from),
      ...(shown.to <= asOf ? { endTime: iso(shown.to) } : {}),
    })
    return {
      userId: agent.id,
      primaryPresence: agentTime.presences(agent, from, to).map((shown) => ({
        ...span(shown),
        systemPresence: shown.status,
        organizationPresenceId: presenceId(world, shown.status),
      })),
      routingStatus: agentTime
        .routing(agent, from, to)
        .map((shown) => ({ ...span(shown), routingStatus: shown.status })),
    }
  }
}
