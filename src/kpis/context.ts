import type { BusinessCalendar } from '../time/business-calendar'
import type { Instant } from '../time/instant'
import type { Zone } from '../time/zone-name'

/** What a definition may know besides the facts: its parameters and the reference tables, as of an instant. */
export interface KpiContext<Parameters = Record<string, unknown>> {
  readonly parameters: Parameters
  /** The zone an agent worked in at that instant; null when nobody has told us. */
  zoneOfAgent(agentId: string | null, at: Instant): Zone | null
  /** The zone a queue is reported in at that instant; null when nobody has told us. */
  zoneOfQueue(queueId: string | null, at: Instant): Zone | null
  /** A wrap-up code's name at that instant; an id without a name, and a platform literal, are their own name. */
  wrapUpName(code: string, at: Instant): string
  /** Whether somebody has told that name; a platform literal needs none. */
  hasWrapUpName(code: string, at: Instant): boolean
  /** What a wrap-up code means at that instant (resolved, transfer, …); null when nobody has told us. */
  wrapUpClass(code: string | null, at: Instant): string | null
  /** The site an agent worked at; null when nobody has told us. */
  siteOfAgent(agentId: string | null, at: Instant): string | null
  teamOfAgent(agentId: string | null, at: Instant): string | null
  divisionOfAgent(agentId: string | null, at: Instant): string | null
  siteOfQueue(queueId: string | null, at: Instant): string | null
  /**
   * The wait in ms within which an answer is in time: the queue's target for the medium, else its target for all media;
   * null when nobody has told us.
   */
  targetOfQueue(queueId: string | null, mediaType: string | null, at: Instant): number | null
  /** What an hour of work costs at a site, else at all others; null when nobody has told us. */
  rateOfSite(site: string | null, at: Instant): Rate | null
  /** The business hours of the agent's site at that instant, else of all others; null when there is no calendar for it. */
  calendarOfAgent(agentId: string | null, at: Instant): BusinessCalendar | null
  /** The queue's own business hours, else those of its site at that instant, else of all others; null when there are none. */
  calendarOfQueue(queueId: string | null, at: Instant): BusinessCalendar | null
}

export interface Rate {
  /** ISO 4217, such as EUR: the same for every rate of an organisation. */
  currency: string
  /** In the smallest unit of the currency, a whole number. */
  minorPerHour: number
}
