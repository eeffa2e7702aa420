/** Two accounts of a KPI: what differs, the largest first, whose doing it is, and why. */
import type { CellDifference, Comparison } from '../../comparison/comparison'
import { formatInterval } from '../../time/interval'
import { palette } from '../colour'
import type { Column } from '../column'
import { type Format, render } from '../format'
import { jsonDocument } from '../json'
import {
  type ComparisonTableOptions,
  causeTable,
  cellTable,
  foremostTable,
  placeColumns,
  spreadTable,
} from './comparison-tables'
import { headlineOf, unsharedSentence } from './headline'
import { mostlyBecause } from './mostly-because'

export interface ComparisonReportOptions extends ComparisonTableOptions {
  /** Cells of each comparison at most; without it all. */
  readonly limit?: number | undefined
}

/**
 * `table`: a section for each comparison: headline, causes, the cells, who is behind the first of them, and how their changes are spread.
 * `json`: the comparison itself, or a list of several. `jsonl`, `csv`: a line per cell that differs; of several comparisons each says which,
 * and each cause that has a hand in one of the cells has two columns.
 */
export function comparisonReports(
  comparisons: readonly Comparison[],
  format: Format,
  options: ComparisonReportOptions = {},
): string {
  if (format === 'table') return comparisons.map((each) => inTables(each, options)).join('\n\n')
  if (format !== 'json') return cellLines(comparisons, format, options)
  const documents = comparisons.map((each) => asDocument(each, options))
  return jsonDocument(documents.length === 1 ? documents[0] : documents)
}

function cellsShown({ cells }: Comparison, { limit }: ComparisonReportOptions): readonly CellDifference[] {
  return limit === undefined ? cells : cells.slice(0, limit)
}

function asDocument(comparison: Comparison, options: ComparisonReportOptions): object {
  const { notes = [], ...rest } = comparison
  return {
    ...rest,
    interval: formatInterval(comparison.interval),
    cells: cellsShown(comparison, options).map((cell) => withQueueName(cell, options)),
    ...(notes.length > 0 && { notes }),
  }
}

function withQueueName(
  { place, ...cell }: CellDifference,
  { queueName }: ComparisonReportOptions,
): CellDifference & { queueName?: string | null } {
  if (queueName === undefined || place.queue === undefined) return { place, ...cell }
  return { place, queueName: nameOfQueue(place, queueName), ...cell }
}

function nameOfQueue(
  { queue }: CellDifference['place'],
  queueName: (id: string) => string | undefined,
): string | null {
  return queue == null ? null : (queueName(queue) ?? null)
}

function inTables(comparison: Comparison, options: ComparisonReportOptions): string {
  const colours = palette(options.colour ?? false)
  const cells = cellsShown(comparison, options)
  const [title = '', ...sentences] = headlineOf(comparison, options.currency)
  const unshared = unsharedSentence(comparison)
  const lines = [
    colours.heading(title),
    ...sentences,
    ...(comparison.notes ?? []).map(colours.bad),
    ...(unshared === null ? [] : [unshared]),
  ]
  const sections = [lines.map((line) => `${line}\n`).join('')]
  if (comparison.whole.causes.length > 0) sections.push(causeTable(comparison, options))
  if (cells.length > 0 && comparison.by.length > 0) sections.push(cellTable(comparison, cells, options))
  const behind = foremostTable(comparison, cells, options)
  if (behind !== '') sections.push(behind)
  if (comparison.spreads.length > 0) sections.push(spreadTable(comparison, options))
  return sections.join('\n')
}

type CellOfComparison = CellDifference & { of: Comparison }

function cellLines(
  comparisons: readonly Comparison[],
  format: 'csv' | 'jsonl',
  options: ComparisonReportOptions,
): string {
  const by = [...new Set(comparisons.flatMap((comparison) => comparison.by))]
  const cells = comparisons.flatMap((of) => cellsShown(of, options).map((cell) => ({ ...cell, of })))
  const whichOf: readonly Column<CellOfComparison>[] = [
    { key: 'accountA', title: 'Account A', shows: 'text', value: ({ of }) => of.a.name },
    { key: 'accountB', title: 'Account B', shows: 'text', value: ({ of }) => of.b.name },
  ]
  const columns = [
    ...(comparisons.length > 1 ? whichOf : []),
    ...idColumns(by, options),
    ...machineColumns(),
    ...causeColumns(cells),
  ]
  return render(cells, columns, format)
}

/** The place for machines: beside a queue's id its name. */
function idColumns(by: Comparison['by'], { queueName }: ComparisonReportOptions): Column<CellDifference>[] {
  const columns = placeColumns(by, {})
  const at = by.indexOf('queue')
  if (queueName === undefined || at < 0) return columns
  const value = ({ place }: CellDifference) => nameOfQueue(place, queueName)
  return columns.toSpliced(at + 1, 0, { key: 'queueName', title: 'Queue name', shows: 'text', value })
}

function machineColumns(): Column<CellOfComparison>[] {
  return [
    { key: 'a', title: 'A', shows: 'number', value: ({ a }) => a?.value ?? null },
    { key: 'b', title: 'B', shows: 'number', value: ({ b }) => b?.value ?? null },
    { key: 'difference', title: 'Difference', shows: 'number', value: ({ difference }) => difference },
    { key: 'observationsA', title: 'Observations A', shows: 'count', value: ({ a }) => a?.observations ?? 0 },
    { key: 'observationsB', title: 'Observations B', shows: 'count', value: ({ b }) => b?.observations ?? 0 },
    { key: 'subjects', title: 'Subjects', shows: 'count', value: ({ subjects }) => subjects },
    { key: 'onlyA', title: 'Only A', shows: 'count', value: ({ onlyA }) => onlyA },
    { key: 'onlyB', title: 'Only B', shows: 'count', value: ({ onlyB }) => onlyB },
    { key: 'changed', title: 'Changed', shows: 'count', value: ({ changed }) => changed },
    { key: 'cause', title: 'Cause', shows: 'text', value: mostlyBecause },
    { key: 'unit', title: 'Unit', shows: 'text', value: ({ of }) => of.unit },
  ]
}

/** Of each cause, by its key, what it moves in a cell and whom it concerns there; nothing where it has no hand in it. */
function causeColumns(cells: readonly CellDifference[]): Column<CellDifference>[] {
  const keys = new Set(cells.flatMap(({ causes }) => causes.map(({ key }) => key)))
  return [...keys].flatMap((key): Column<CellDifference>[] => {
    const causeIn = ({ causes }: CellDifference) => causes.find((cause) => cause.key === key)
    return [
      { key: `share ${key}`, title: key, shows: 'number', value: (cell) => causeIn(cell)?.share ?? null },
      {
        key: `subjects ${key}`,
        title: key,
        shows: 'count',
        value: (cell) => causeIn(cell)?.subjects ?? null,
      },
    ]
  })
}
