/** How versions stand, by month or by day: what a plan reads of partitions, counted into a grid that is looked at. */
import { daysBetween, eachDate, type LocalDate, nextDate } from '../time/local-date'
import type { PartitionState } from './partition'

/** How a partition stands, the worst first: as a plan says it, but for what a run under way has before it (`running`). */
export const standings = [
  'failed',
  'quarantined',
  'missing',
  'stale',
  'dirty',
  'running',
  'discarded',
  'current',
  'signed-off',
  'retired',
] as const satisfies readonly (PartitionState | 'running')[]

export type Standing = (typeof standings)[number]

const settled: readonly Standing[] = ['current', 'discarded', 'signed-off', 'retired']

/** Nothing is to be done about it. */
export function isSettled(standing: Standing): boolean {
  return settled.includes(standing)
}

/** Days in a row on which a version stands alike, both included. */
export interface StandingRun {
  kpi: string
  state: PartitionState
  first: LocalDate
  last: LocalDate
}

/** What a run under way was asked to compute. */
export interface RunUnderWay {
  kpis: readonly string[]
  first: LocalDate
  last: LocalDate
  /** Days that it was told to leave out. */
  skippedDays: readonly LocalDate[]
}

/** Partitions of one version in one month, or the one of a day. */
export interface StandingCell {
  /** The worst of them. */
  worst: Standing
  partitions: number
  counts: Partial<Record<Standing, number>>
}

export interface StandingRow {
  /** `name@version`. */
  kpi: string
  /** One for each column; null where there is nothing to compute. */
  cells: (StandingCell | null)[]
  /** Over all columns. */
  counts: Partial<Record<Standing, number>>
}

export interface StandingGrid {
  by: 'month' | 'day'
  /** `2026-10`, or `2026-10-25`, without a gap. */
  columns: string[]
  rows: StandingRow[]
}

/** A range that is longer is shown by months. */
const mostDays = 31

/** A row for each version, in their order, and a column for each month or day of the range. */
export function standingGrid(
  runs: readonly StandingRun[],
  {
    kpis,
    first,
    last,
    underWay,
  }: {
    kpis: readonly string[]
    first: LocalDate
    last: LocalDate
    underWay: readonly RunUnderWay[]
  },
): StandingGrid {
  const days = [...eachDate(first, nextDate(last))]
  const by = days.length <= mostDays ? 'day' : 'month'
  const ofDays = days.map((day) => (by === 'day' ? day : day.slice(0, 7)))
  const columns = [...new Set(ofDays)]
  const columnOf = columnNumbers(ofDays)
  const rows = new Map(
    kpis.map((kpi): [string, StandingRow] => [kpi, { kpi, cells: columns.map(() => null), counts: {} }]),
  )
  for (const run of runs) {
    const row = rows.get(run.kpi)
    if (row === undefined) continue
    const doing = isSettled(run.state) ? [] : underWay.filter((each) => each.kpis.includes(run.kpi))
    const end = Math.min(daysBetween(first, run.last), days.length - 1)
    for (let index = Math.max(0, daysBetween(first, run.first)); index <= end; index++) {
      const day = days[index] as LocalDate
      const isUnderWay = doing.some(
        (each) => day >= each.first && day <= each.last && !each.skippedDays.includes(day),
      )
      count(row, columnOf[index] as number, isUnderWay ? 'running' : run.state)
    }
  }
  return { by, columns, rows: [...rows.values()] }
}

/** The number of the column that each day is in. */
function columnNumbers(ofDays: readonly string[]): number[] {
  let column = -1
  return ofDays.map((name, index) => {
    if (name !== ofDays[index - 1]) column += 1
    return column
  })
}

function count(row: StandingRow, column: number, standing: Standing): void {
  const cell = row.cells[column] ?? { worst: standing, partitions: 0, counts: {} }
  row.cells[column] = cell
  cell.partitions += 1
  cell.counts[standing] = (cell.counts[standing] ?? 0) + 1
  row.counts[standing] = (row.counts[standing] ?? 0) + 1
  if (isWorse(standing, cell.worst)) cell.worst = standing
}

function isWorse(standing: Standing, than: Standing): boolean {
  return standings.indexOf(standing) < standings.indexOf(than)
}
