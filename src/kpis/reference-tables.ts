import type { RawBusinessCalendar } from '../time/business-calendar'

/**
 * The reference tables a replay runs with, as plain rows: the same whether they come from the store or
 * from files. `null` bounds are open; validity is half-open on instants (ISO).
 */
export interface ReferenceTables {
  agentZones: readonly AgentZoneRow[]
  queueZones: readonly QueueZoneRow[]
  wrapUpCodes: readonly WrapUpCodeRow[]
  siteCalendars: readonly SiteCalendarRow[]
}

export interface AgentZoneRow {
  agentId: string
  zone: string
  /** The business unit or site the agent belongs to; decides the calendar. */
  site: string | null
  validFrom: string | null
  validTo: string | null
}

export interface QueueZoneRow {
  queueId: string
  zone: string
  validFrom: string | null
  validTo: string | null
}

export interface WrapUpCodeRow {
  id: string
  name: string
}

/** `site` null: the calendar of every site that has none of its own. */
export interface SiteCalendarRow {
  site: string | null
  calendar: RawBusinessCalendar
}

export const emptyReferenceTables: ReferenceTables = {
  agentZones: [],
  queueZones: [],
  wrapUpCodes: [],
  siteCalendars: [],
}
