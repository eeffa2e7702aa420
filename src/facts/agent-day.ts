import type {
  ActivityCategory,
  AgentDayEvents,
  Presence,
  RoutingStatus,
  ScheduledActivity,
  Shrinkage,
  StatusRecord,
} from '../events/agent-event'
import type { Instant } from '../time/instant'
import type { Interval } from '../time/interval'
import { crossings, outside, type Untangled, untangle } from './stretches'

/**
 * What is known of one agent on one UTC day: what they showed, what routing saw, what they were scheduled to do. Stretches are
 * half-open, in order, never overlap, and lie within the day; of time that nobody told about there is none.
 */
export interface AgentDay {
  agentId: string
  /** Midnight UTC with which the day begins. */
  startedAt: Instant
  /** Presences and routing statuses are known up to here, at most the day's end; null: they were never read. */
  knownUntil: Instant | null
  presences: readonly PresenceStretch[]
  routings: readonly RoutingStretch[]
  /** Null: no schedule was read that could have named the agent. Empty: nothing was scheduled. */
  activities: readonly ActivityStretch[] | null
  flags: readonly AgentDayFlag[]
}

export type PresenceStretch = Interval & { presence: Presence }
export type RoutingStretch = Interval & { status: RoutingStatus }
export type ActivityStretch = Interval & { category: ActivityCategory; paid: boolean; shrinkage: Shrinkage }

/**
 * What is wrong with a day's record without making it useless, or was concluded from its silence. Stored by position: append, never
 * reorder.
 *
 * - `presence-overlap`, `routing-overlap`, `schedule-overlap`: records of different kinds claimed the same time; the one that
 *   began later has it.
 * - `presence-gap`: between two presences there is time of which none is told; it counts nowhere.
 * - `routing-gap`: while on the queue no routing status was told; such time is on the queue, and neither busy nor idle.
 * - `no-presence`: no presence of the day is told, and the day's user details are all here: the agent was not there, and is offline.
 */
export const agentDayFlags = [
  'presence-overlap',
  'routing-overlap',
  'schedule-overlap',
  'presence-gap',
  'routing-gap',
  'no-presence',
] as const
export type AgentDayFlag = (typeof agentDayFlags)[number]

const dayMs = 86_400_000

/** The end of an agent's day: 24 hours after its start, for a UTC day always has as many. */
export function endOf({ startedAt }: Pick<AgentDay, 'startedAt'>): Instant {
  return startedAt + dayMs
}

/**
 * Folds what was told of an agent around a day into the facts of that day. The order in which records come makes no
 * difference, nor does it that some come twice.
 *
 * The platform tells nothing of a day on which a presence neither begins nor ends. So somebody of whom no presence is told is offline
 * for as long as the day's user details vouch for everybody, and until they do nothing is known.
 *
 * A change in what this gives needs a new number in `agent-day-version.ts`: stored facts are then folded again.
 */
export function foldAgentDay(events: AgentDayEvents): AgentDay {
  const { agentId, startedAt } = events
  const day = { start: startedAt, end: endOf(events) }
  const within = (until: Instant | null) =>
    until === null ? null : Math.max(day.start, Math.min(day.end, until))
  const upTo = (until: Instant | null) => ({ start: day.start, end: until ?? day.start })
  const told = untangle(events.presences.map(openStretch), upTo(within(events.knownUntil)), (value) => value)
  const isAbsent = told.stretches.length === 0 && events.coveredUntil !== null
  const knownUntil = within(isAbsent ? events.coveredUntil : events.knownUntil)
  const known = upTo(knownUntil)
  const presence = isAbsent ? offline(known) : told
  const routing = untangle(events.routings.map(openStretch), known, (value) => value)
  const schedule =
    events.activities === null ? null : untangle(events.activities.map(scheduled), day, activityKey)
  const presences = presence.stretches.map(({ start, end, value }) => ({ start, end, presence: value }))
  const routings = routing.stretches.map(({ start, end, value }) => ({ start, end, status: value }))
  const flags: Record<AgentDayFlag, boolean> = {
    'presence-overlap': presence.overlapped,
    'routing-overlap': routing.overlapped,
    'schedule-overlap': schedule?.overlapped ?? false,
    'presence-gap': hasGap(presences),
    'routing-gap': hasMore(outside(onQueue(presences), routings)),
    'no-presence': isAbsent,
  }
  return {
    agentId,
    startedAt,
    knownUntil,
    presences,
    routings,
    activities: schedule?.stretches.map(({ start, end, value }) => ({ start, end, ...value })) ?? null,
    flags: agentDayFlags.filter((flag) => flags[flag]),
  }
}

/** Routing statuses while the agent was on the queue: outside of it they mean nothing (an e-mail left open, say). */
export function routedOnQueue({ presences, routings }: AgentDay): RoutingStretch[] {
  return [...crossings(onQueue(presences), routings)].map(({ start, end, b }) => ({
    start,
    end,
    status: b.status,
  }))
}

export function onQueue(presences: readonly PresenceStretch[]): PresenceStretch[] {
  return presences.filter(({ presence }) => presence === 'on-queue')
}

/** All that is not offline. */
export function loggedIn(presences: readonly PresenceStretch[]): PresenceStretch[] {
  return presences.filter(({ presence }) => presence !== 'offline')
}

function offline(known: Interval): Untangled<Presence> {
  const stretches = known.end > known.start ? [{ ...known, value: 'offline' as const }] : []
  return { stretches, overlapped: false }
}

function openStretch<Status>({ startedAt, endedAt, status }: StatusRecord<Status>) {
  return { start: startedAt, end: endedAt, value: status }
}

type Activity = Pick<ScheduledActivity, 'category' | 'paid' | 'shrinkage'>

function scheduled({ startsAt, endsAt, category, paid, shrinkage }: ScheduledActivity) {
  return { start: startsAt, end: endsAt, value: { category, paid, shrinkage } }
}

function activityKey({ category, paid, shrinkage }: Activity): string {
  return `${category} ${paid} ${shrinkage}`
}

function hasGap(stretches: readonly Interval[]): boolean {
  return stretches.some(({ start }, index) => index > 0 && stretches[index - 1]?.end !== start)
}

function hasMore(stretches: Generator<unknown>): boolean {
  return stretches.next().done !== true
}
