/**
 * Agents' days told in a few lines, for the worked examples of definitions: those of the agent `ana`, on a Tuesday. All times are
 * UTC, of the 24-hour clock.
 */
import type { ActivityCategory, Presence, RoutingStatus, Shrinkage } from '../events/agent-event'
import { type AgentDay, foldAgentDay } from '../facts/agent-day'
import { type Instant, parseInstant } from '../time/instant'

const date = '2026-10-20'

export interface AgentDayTold {
  /** From when on which presence showed; until the first of them the agent is offline. */
  shown?: Readonly<Record<string, Presence>>
  /** From when on routing saw which status; without any, an agent on the queue is idle. */
  routed?: Readonly<Record<string, RoutingStatus>>
  /** `09:00-10:00` → what was scheduled then: a meal without pay, all else with; what is no work, planned shrinkage unless told. */
  scheduled?: Readonly<Record<string, ActivityTold>>
  /** Up to when the day is told; without it, to its end. */
  knownUntil?: string
  /** The day's user details are all here, and tell nothing of the agent. */
  absent?: true
}

export type ActivityTold = ActivityCategory | { category: ActivityCategory; shrinkage: Shrinkage }

export function agentDay({ shown = {}, routed, scheduled, knownUntil, absent }: AgentDayTold): AgentDay {
  const startedAt = parseInstant(`${date}T00:00:00Z`)
  const until = knownUntil === undefined ? startedAt + 86_400_000 : at(knownUntil)
  const activities = scheduled === undefined ? null : Object.entries(scheduled).map(activityOf)
  const day = { agentId: 'ana', startedAt, activities }
  if (absent)
    return foldAgentDay({ ...day, knownUntil: null, coveredUntil: until, presences: [], routings: [] })
  return foldAgentDay({
    ...day,
    knownUntil: until,
    coveredUntil: null,
    presences: turns<Presence>({ '00:00': 'offline', ...shown }),
    routings: turns<RoutingStatus>(routed ?? { '00:00': 'idle' }),
  })
}

/** Each goes on until the next begins. */
function turns<Status>(from: Readonly<Record<string, Status>>) {
  return Object.entries(from).map(([clock, status]) => ({ startedAt: at(clock), endedAt: null, status }))
}

const working: readonly ActivityCategory[] = ['on-queue', 'off-queue']

function activityOf([span, told]: [string, ActivityTold]) {
  const [starts = '', ends = ''] = span.split('-')
  const { category, shrinkage } =
    typeof told === 'string'
      ? { category: told, shrinkage: working.includes(told) ? ('none' as const) : ('planned' as const) }
      : told
  return { startsAt: at(starts), endsAt: at(ends), category, shrinkage, paid: category !== 'meal' }
}

function at(clock: string): Instant {
  return parseInstant(`${date}T${clock}:00Z`)
}
