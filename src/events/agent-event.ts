import type { Instant } from '../time/instant'

/**
 * What an agent did and was to do around one UTC day, in our own words. The platform's user details and published schedules
 * are translated into these at the door (`src/genesys`); an agent day is folded from them.
 */
export interface AgentDayEvents {
  agentId: string
  /** Midnight UTC with which the day begins. */
  startedAt: Instant
  /** Nothing after this instant has been told yet; null when presences were never asked for. */
  knownUntil: Instant | null
  /** Up to here the day's user details are all here, everybody's: whom they do not tell of was not there. Null: nobody vouches for it. */
  coveredUntil: Instant | null
  presences: readonly StatusRecord<Presence>[]
  routings: readonly StatusRecord<RoutingStatus>[]
  /** Null when no schedule was ever read that could have named the agent. */
  activities: readonly ScheduledActivity[] | null
}

/** A status shown from one instant to another; null: it was still shown when it was told. */
export interface StatusRecord<Status> {
  startedAt: Instant
  endedAt: Instant | null
  status: Status
}

/** What agents show of themselves. The lists here are stored by position: append, never reorder. */
export const presences = [
  'other',
  'available',
  'away',
  'break',
  'busy',
  'idle',
  'meal',
  'meeting',
  'offline',
  'on-queue',
  'training',
] as const
export type Presence = (typeof presences)[number]

/** What routing says an agent is doing; it means something only while the presence is `on-queue`. */
export const routingStatuses = [
  'other',
  'off-queue',
  'idle',
  'interacting',
  'communicating',
  'not-responding',
] as const
export type RoutingStatus = (typeof routingStatuses)[number]

/** What somebody is scheduled to do, as workforce management classes it. */
export const activityCategories = [
  'other',
  'on-queue',
  'break',
  'meal',
  'meeting',
  'off-queue',
  'time-off',
  'training',
  'unavailable',
  'unscheduled',
] as const
export type ActivityCategory = (typeof activityCategories)[number]

/** Whether an activity takes agents away from work, and whether the planners knew of it. */
export const shrinkages = ['none', 'planned', 'unplanned'] as const
export type Shrinkage = (typeof shrinkages)[number]

export interface ScheduledActivity {
  startsAt: Instant
  endsAt: Instant
  category: ActivityCategory
  paid: boolean
  shrinkage: Shrinkage
}
