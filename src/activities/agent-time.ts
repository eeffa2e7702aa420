/** Agents' time of one UTC day, as one deliberate pull of it: the words that its activities share. */
export interface AgentTimeInput {
  organisation: string
  /** UTC day, `YYYY-MM-DD`. */
  day: string
  /** Tells one deliberate pull of a day from the next, as that of the conversations beside it. */
  request: string
  /** The run it is pulled for, on whose account the requests go; absent: a pull of its own. */
  runKey?: number
}

/** What one pull of a source brought; counts only, since this travels through Temporal. */
export interface AgentTimeSummary {
  agents: number
  /** Agents whose day is now told otherwise than before, or for the first time. */
  changed: number
  quarantined: number
  /** Why it could not be read, or not all of it: a missing permission, no workforce management. Null: it was. */
  unavailable: string | null
}
