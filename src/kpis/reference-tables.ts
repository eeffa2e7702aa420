import type { RawBusinessCalendar } from '../time/business-calendar'
import type { ValidRow } from './validity'

/**
 * The reference tables a replay runs with, as plain rows: the same whether they come from the store or
 * from files. `null` bounds are open; validity is half-open on instants (ISO).
 */
export interface ReferenceTables {
  agentZones: readonly AgentZoneRow[]
  agentTeams: readonly AgentTeamRow[]
  queueZones: readonly QueueZoneRow[]
  queueSites: readonly QueueSiteRow[]
  queueTargets: readonly QueueTargetRow[]
  wrapUpCodes: readonly WrapUpCodeRow[]
  wrapUpClasses: readonly WrapUpClassRow[]
  rates: readonly RateRow[]
  siteCalendars: readonly SiteCalendarRow[]
  queueCalendars: readonly QueueCalendarRow[]
  scheduleGroups: readonly ScheduleGroupRow[]
}

export interface AgentZoneRow extends ValidRow {
  agentId: string
  zone: string
  /** The business unit or site the agent belongs to; decides the calendar. */
  site: string | null
}

/** Ids or names, as the source has them; null when it says nothing. */
export interface AgentTeamRow extends ValidRow {
  agentId: string
  team: string | null
  division: string | null
}

export interface QueueZoneRow extends ValidRow {
  queueId: string
  zone: string
}

export interface QueueSiteRow extends ValidRow {
  queueId: string
  site: string
}

/** Within which wait an answer is in time. `mediaType` null: of every medium that has none of its own. */
export interface QueueTargetRow extends ValidRow {
  queueId: string
  mediaType: string | null
  targetMs: number
}

/** Absent bounds are open. */
export interface WrapUpCodeRow extends Partial<ValidRow> {
  id: string
  name: string
}

/** What the outcome means, in a word of the organisation's own: resolved, transfer, wrong-number. */
export interface WrapUpClassRow extends ValidRow {
  id: string
  class: string
}

/** What an hour of an agent's time costs. `site` null: at every site that has no rate of its own. */
export interface RateRow extends ValidRow {
  site: string | null
  /** ISO 4217, such as EUR; one in the whole table. */
  currency: string
  /** In the smallest unit of the currency (cents), a whole number. */
  minorPerHour: number
}

/** A calendar written out, or the name or id of a schedule group of the platform. */
export type CalendarSource = RawBusinessCalendar | { readonly scheduleGroup: string }

/** `site` null: the calendar of every site that has none of its own. Rows of one site are its calendar's editions. */
export interface SiteCalendarRow {
  site: string | null
  calendar: CalendarSource
}

/** Rows of one queue are its calendar's editions. */
export interface QueueCalendarRow {
  queueId: string
  calendar: CalendarSource
}

/** A schedule group of the platform as a calendar, in editions. */
export interface ScheduleGroupRow {
  id: string
  name: string
  editions: readonly RawBusinessCalendar[]
}

export const emptyReferenceTables: ReferenceTables = {
  agentZones: [],
  agentTeams: [],
  queueZones: [],
  queueSites: [],
  queueTargets: [],
  wrapUpCodes: [],
  wrapUpClasses: [],
  rates: [],
  siteCalendars: [],
  queueCalendars: [],
  scheduleGroups: [],
}
