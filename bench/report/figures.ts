/**
 * Every figure the benchmark gives, in the order in which it is shown. Rates are in conversations a second unless the name says
 * otherwise; a rate counts the time until the last commit.
 */
export const figureTitles = {
  conversations: 'conversations stored',
  days: 'days they lie on',
  rowsAll: 'rows of all definitions',
  exportRate: 'export from the simulator, limiter off',
  archiveRate: '  of which our part: read, fold, archive',
  replayAll: 'replay, all definitions',
  replayOne: 'replay, one definition',
  copyAll: '(a) bare COPY of the same rows, all',
  copyOne: '(a) bare COPY of the same rows, one',
  sqlOne: '(b) plain SQL over jsonb, one',
  upsertAll: '(c) one upsert a row, all (sampled)',
  upsertOne: '(c) one upsert a row, one (sampled)',
  upsertCommitAll: '(c) the same, each row committed, all (sampled)',
  cpuAll: 'worker processor time, all definitions, µs a conversation',
  cpuOne: 'worker processor time, one definition, µs a conversation',
  replayRows: 'replay, all definitions, rows/s',
  copyRows: '(a) bare COPY, all, rows/s',
  twoWorkersAll: 'two worker processes, all definitions',
  twoWorkersOne: 'two worker processes, one definition',
  unchangedRate: 're-run of an unchanged range',
  changedRate: 're-run with one in ten changed, all definitions',
  stagingNew: 'bulk upsert by staging, new rows, rows/s',
  stagingSame: '  the same rows again, rows/s',
  stagingChanged: '  every row changed, rows/s',
  knexNew: 'knex merge, new rows, rows/s',
  knexSame: '  the same rows again, rows/s',
  knexChanged: '  every row changed, rows/s',
  refoldRate: 're-folding from raw',
  peakMegabytes: 'peak memory of a worker process, MB',
} as const

export type FigureName = keyof typeof figureTitles

/** The figures of one size; null where a size does not have it (only the first size is exported from the simulator). */
export type Figures = Record<FigureName, number | null>

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
