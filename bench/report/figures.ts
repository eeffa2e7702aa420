import type { Group } from '../groups'

/**
 * Every figure the benchmark gives, in the order in which it is shown. Rates are in conversations a second unless the name says
 * otherwise; a rate counts the time until the last commit. "All" are the queue and handling definitions in one pass.
 */
export const figureTitles = {
  conversations: 'conversations stored',
  days: 'days they lie on',
  rowsAll: 'rows of all queue and handling definitions',
  exportRate: 'export from the simulator, limiter off',
  archiveRate: '  of which our part: read, fold, archive',
  pageMs: 'archiving 1,000 conversations, ms',
  pageContactsMs: '  of which their contacts, ms',
  replayAll: 'replay, all queue and handling definitions',
  replayOne: 'replay, one definition',
  replayFlows: 'replay, flow and survey definitions',
  replayContacts: 'replay, contact definitions',
  copyAll: '(a) bare COPY of the same rows, all',
  copyOne: '(a) bare COPY of the same rows, one',
  sqlOne: '(b) plain SQL over jsonb, one',
  upsertAll: '(c) one upsert a row, all (sampled)',
  upsertOne: '(c) one upsert a row, one (sampled)',
  upsertCommitAll: '(c) the same, each row committed, all (sampled)',
  cpuAll: 'worker processor time, all, µs a conversation',
  cpuOne: 'worker processor time, one, µs a conversation',
  replayRows: 'replay, all, rows/s',
  copyRows: '(a) bare COPY, all, rows/s',
  twoWorkersAll: 'two worker processes, all',
  twoWorkersOne: 'two worker processes, one',
  unchangedRate: 're-run of an unchanged range',
  changedRate: 're-run with one in ten changed, all',
  fewChangedRate: 're-run with one in a hundred changed, all',
  stagingNew: 'bulk upsert by staging, new rows, rows/s',
  stagingSame: '  the same rows again, rows/s',
  stagingChanged: '  every row changed, rows/s',
  knexNew: 'knex merge, new rows, rows/s',
  knexSame: '  the same rows again, rows/s',
  knexChanged: '  every row changed, rows/s',
  walReplayKb: 'log of a replay, all, kB',
  walUnchangedKb: '  of a re-run of an unchanged range, kB',
  walChangedKb: '  of a re-run with one in ten changed, kB',
  refoldRate: 're-folding from raw',
  peakMegabytes: 'peak memory of a worker process, MB',
} as const

export type FigureName = keyof typeof figureTitles

/** The figures of one size; null where a size does not have it (only the first size is exported from the simulator). */
export type Figures = Record<FigureName, number | null>

/** The processor time a definition, or a group of them in one pass, costs a worker in memory. */
export interface Cost {
  name: string
  /** Null for a group. */
  group: Group | null
  /** For 100,000 conversations. */
  milliseconds: number
  /** Rows a conversation. */
  rowsEach: number
  /** Of a pass of the whole catalogue. */
  share: number
}

/** How long it takes to say how partitions stand, on a ledger of so many days and thirty versions. */
export interface PlanningFigures {
  days: number
  partitions: number
  planMs: number
  statusMs: number
}

/** One night, alone and beside a backfill. */
export interface NightFigures {
  requests: number
  aloneSeconds: number
  besideSeconds: number
  /** What the backfill asked for meanwhile. */
  backfillRequests: number
}

/** How long a diff of two stored versions takes over so many days. */
export interface ComparingFigures {
  days: number
  /** Conversations that differ. */
  differing: number
  diffMs: number
}

export interface ZoneFigures {
  oursPerSecond: number
  luxonPerSecond: number
}

export interface BenchReport {
  made: {
    node: string
    postgres: string
    processors: number
    /** What else the machine was doing: its load average over the minute before. Ratios bear it better than rates do. */
    loadBefore: number
    seconds: number
  }
  sizes: Figures[]
  zones: ZoneFigures
  planning: PlanningFigures[]
  comparing: ComparingFigures[]
  /** On the smallest size: a definition's cost is that of a conversation, however many there are. */
  costs: Cost[]
  /** The last size beside the first, for each figure: 1 is flat. */
  growth: Partial<Record<FigureName, number>>
  bars: Bar[]
}

/** What must hold, and whether it did. */
export interface Bar {
  name: string
  /** By the size of the archive; null for what does not depend on it. */
  conversations: number | null
  value: number
  atLeast?: number
  atMost?: number
  met: boolean
}
