import type { Subject } from '../kpis/subject'
import type { Instant } from '../time/instant'
import type { LocalDate } from '../time/local-date'

/** What the estimate needs to know besides what was seen. */
export interface Circumstances {
  now: Instant
  /** UTC time of day at which nights start, `03:30`. */
  nightAt: string
  /** Days under way side by side. */
  window: number
  platform: { requestsPerMinute: number; burst: number; pageSize: number; agentTime: boolean } | null
  /** The share of the budget that is left for other work while a night is under way. */
  shareBesideTheNight: number
  /** Looks at a job of typical length: what is guessed where no export was counted yet. */
  typicalPolls: number
  subjectOf(kpi: string): Subject
  /** Whether each sink is sent what a version (`name@version`) says of a day, and how many items a request takes. */
  sinks: readonly { name: string; itemsPerRequest: number; isSent(kpi: string, day: LocalDate): boolean }[]
  /** Days that a delivery takes together: no request has items of two such slices. */
  deliveredTogether: number
}
