import type { Plan } from '../../planning/plan'
import { type Column, toObject } from '../../reports/column'
import { type Format, render } from '../../reports/format'
import { spanList } from '../../reports/gaps-report'
import { jsonDocument } from '../../reports/json'
import { eventLine } from '../../reports/progress-events'
import type { TableOptions } from '../../reports/table'
import { spansOf } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import type { BackfillProgress } from '../../workflows/backfill-progress'
import { planUnits } from '../plan/plan-data'
import { isCutShort } from './days-left'

/** How the work on a range of days ended. */
export type DaysOutcome = BackfillProgress & {
  workflowId: string
  waitingDays: string[]
  /** Not done of a run that was cancelled, or stopped at its budget. */
  leftDays: string[]
}

/**
 * The plan alone, for --dry-run. A table is not made of it: people are told the plan in words. In `json` and `jsonl` it
 * stands where the report of a run that was made has it.
 */
export function planData(workflowId: string, plan: Plan, format: Format): string {
  if (format === 'table') return ''
  if (format === 'csv') return planUnits(plan)
  // A list of one, as every command answers with a list.
  return format === 'json'
    ? jsonDocument([{ workflowId, plan }])
    : eventLine(workflowId, { event: 'plan', plan })
}

/** What a run came to: a line, and in JSON the plan it was made by besides, where it is known; in lines the last one. */
export function outcomeReport(
  outcome: DaysOutcome,
  plan: Plan | null,
  exitCode: number,
  format: Format,
  style: TableOptions,
): string {
  const columns = [...outcomeColumns, leftColumn, skippedColumn]
  if (format === 'csv') return render([outcome], [...columns, ...countColumns], format)
  if (format === 'table') {
    const shown = [
      ...outcomeColumns,
      ...(isCutShort(outcome) ? [leftColumn] : []),
      ...(skippedOf(outcome).length > 0 ? [skippedColumn] : []),
    ]
    return render([outcome], shown, format, style)
  }
  const { workflowId } = outcome
  const ended = toObject([...columns, ...countColumns], outcome)
  if (format === 'json') return jsonDocument([{ workflowId, plan, ...ended }])
  const { state, firstFailure } = outcome
  return eventLine(workflowId, { event: 'end', ...ended, firstFailure, state, exitCode })
}

const outcomeColumns: readonly Column<DaysOutcome>[] = [
  { key: 'workflowId', title: 'Workflow', shows: 'text', value: (each) => each.workflowId },
  { key: 'state', title: 'State', shows: 'text', value: (each) => each.state },
  // Where there was nothing to do there was no run.
  { key: 'run', title: 'Run', shows: 'count', value: (each) => (each.runKey === 0 ? null : each.runKey) },
  { key: 'days', title: 'Days', shows: 'count', value: (each) => each.daysDone },
  { key: 'conversations', title: 'Fetched', shows: 'count', value: (each) => each.conversations },
  { key: 'rowsWritten', title: 'Rows written', shows: 'count', value: (each) => each.rowsWritten },
  { key: 'rowsDeleted', title: 'Rows deleted', shows: 'count', value: (each) => each.rowsDeleted },
  ...dayColumns<DaysOutcome>(),
]

/** A table has it of what was cut short only. */
const leftColumn = listColumn<DaysOutcome>('leftDays', 'Left', (each) => each.leftDays)

/** A table has it where there are such days. */
const skippedColumn = listColumn<DaysOutcome>('skippedDays', 'Left out', skippedOf)

function skippedOf({ skippedDays = [] }: Pick<BackfillProgress, 'skippedDays'>): readonly LocalDate[] {
  return skippedDays
}

/** How many days the lists hold; a table shows the days themselves. */
const countColumns: readonly Column<DaysOutcome>[] = [
  ...dayCounts<DaysOutcome>(),
  { key: 'daysLeft', title: 'Days left', shows: 'count', value: numberLeft },
  { key: 'daysSkipped', title: 'Days left out', shows: 'count', value: (each) => skippedOf(each).length },
]

/** Also of what is done once more, whose days no list can tell. */
function numberLeft(outcome: DaysOutcome): number {
  const { leftDays, daysTotal, daysDone } = outcome
  return isCutShort(outcome) && leftDays.length === 0 ? daysTotal - daysDone : leftDays.length
}

interface SetApart {
  quarantinedDays: readonly LocalDate[]
  waitingDays: readonly LocalDate[]
}

function dayColumns<Row extends SetApart>(): Column<Row>[] {
  return [
    listColumn('quarantinedDays', 'Quarantined', (each) => each.quarantinedDays),
    listColumn('waitingDays', 'Waiting', (each) => each.waitingDays),
  ]
}

function dayCounts<Row extends SetApart>(): Column<Row>[] {
  return [
    {
      key: 'daysQuarantined',
      title: 'Days quarantined',
      shows: 'count',
      value: (each) => each.quarantinedDays.length,
    },
    { key: 'daysWaiting', title: 'Days waiting', shows: 'count', value: (each) => each.waitingDays.length },
  ]
}

/** Days as a list for machines, and by stretches for people. */
export function listColumn<Row>(
  key: string,
  title: string,
  value: (row: Row) => readonly LocalDate[],
): Column<Row> {
  return { key, title, shows: 'text', value, shown: (row) => spanList(spansOf(value(row))) }
}
