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
  /** A wrap-up code's name; an id without a name, and a platform literal, are their own name. */
  wrapUpName(code: string): string
  /** The business hours of the agent's site at that instant; null when there is no calendar for it. */
  calendarOfAgent(agentId: string | null, at: Instant): BusinessCalendar | null
}
