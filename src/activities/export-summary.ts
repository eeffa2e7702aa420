import type { DriftedDay } from '../store/drift/read-drift'
import type { AgentTimeSummary } from './agent-time'

/** What one export of a day brought; counts only, since this travels through Temporal. */
export interface ExportSummary {
  exportKey: number
  day: string
  pages: number
  conversations: number
  /** Conversations never seen before, or whose record differs from the snapshot we had. */
  changed: number
  quarantined: number
  /** The platform vouches for data up to here; ISO instant. */
  coveredUntil: string | null
  /** Whether the whole day lies before that. */
  complete: boolean
  /** Settled days of which it found conversations changed or new; absent where it found none. */
  drift?: DriftedDay[]
  /** What it brought of agents' time, where the settings want that. */
  agentTime?: { userDetails: AgentTimeSummary; schedules: AgentTimeSummary }
}
