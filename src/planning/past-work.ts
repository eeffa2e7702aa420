/** What this database has seen: estimates are made of it. Null is what was never seen; then a guess stands in, and is called one. */
import type { Subject } from '../kpis/subject'
import type { LocalDate } from '../time/local-date'

/** What a version took so far, where its days were read in full. */
export interface VersionsWork {
  subjects: number
  rows: number
  ms: number
  /** Rows a full replay of days that stood left, and those of them it wrote: the rest came out as they were. */
  stood: number
  written: number
}

export interface PastWork {
  /** By `name@version`. */
  versions: ReadonlyMap<string, VersionsWork>
  /** Subjects a day has, by ISO weekday (1 = Monday), of the last weeks. */
  daySizes: readonly { subject: Subject; weekday: number; subjects: number }[]
  exports: {
    /** Conversations that the first export of a day brings, by ISO weekday, and those of them that were new or had changed. */
    sizes: readonly { weekday: number; conversations: number; changed: number }[]
    /** Conversations the last complete export of a day brought, of days that were. */
    lastOf: ReadonlyMap<LocalDate, number>
    /** Of what further exports of a day brought, from 0 to 1: what was other than before. */
    changedShare: number | null
    /** Submission and looks at the job: all that are no pages. */
    requestsBesidesPages: number | null
    /** Of agents' time beside it, a day; and whether the newest export brought it: the worker's settings decide, not ours. */
    agentTimeRequests: number | null
    bringsAgentTime: boolean
    ms: number | null
  }
  /** Requests for zones, names and calendars, once a run. */
  lookUpRequests: number | null
  /** Runs over days: what each took in all, and what its exports and computations took of it. */
  runs: readonly { days: number; elapsedMs: number; exportMs: number; computeMs: number }[]
  /** What a night needs. */
  night: { requests: number | null; ms: number | null }
  /** On disk: a row of results with its keys and roll-ups, an archived conversation with its facts, and an agent's day with what it came from. */
  bytesPerRow: number | null
  bytesPerConversation: number | null
  bytesPerAgentDay: number | null
  /** Items a day, by KPI: agents with a value. */
  itemsPerDay: ReadonlyMap<string, number>
}

/** What a run came to, in the words of its estimate. */
export interface Took {
  requests: number
  /** Fetched, and replayed: read by at least one definition. */
  conversations: number
  subjects: number
  rows: number
  /** On disk. Null where that could not be told, and absent from runs that ended before it was. */
  bytes?: number | null
  ms: number
}

/** What was sent to a sink, and in how many requests. */
export interface Sent {
  sink: string
  items: number
  requests: number
}
