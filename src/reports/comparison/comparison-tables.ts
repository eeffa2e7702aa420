/** A comparison in tables: its causes, its cells, the subjects behind them, and how single changes are spread. */
import type {
  CauseOfDifference,
  CellDifference,
  ChangedSubject,
  Comparison,
  Difference,
} from '../../comparison/comparison'
import type { Spread } from '../../comparison/spread'
import type { SummaryDimension } from '../../kpis/summary-dimensions'
import type { Column } from '../column'
import { durationLabel } from '../duration-label'
import { missing } from '../number-format'
import { type TableOptions, table } from '../table'
import { movedParts, signedWithUnit, subjectsTitle } from './headline'
import { markOf } from './mark'
import { mostlyBecause } from './mostly-because'
import { dimensionWords } from './page/cell-list'
import { signedPart } from './signed-part'

export interface ComparisonTableOptions extends TableOptions {
  readonly queueName?: (queueId: string) => string | undefined
  /** Of money, ISO 4217. */
  readonly currency?: string | undefined
}

export function causeTable(comparison: Comparison, options: ComparisonTableOptions): string {
  const { unit, whole, subject } = comparison
  const parts = movedParts(comparison)
  const columns: Column<CauseOfDifference>[] = [
    {
      key: 'share',
      title: 'Moves the value',
      shows: unit,
      value: ({ share }) => share,
      shown: ({ share }) => signedWithUnit(share, unit, options.currency),
    },
    ...parts.map(
      (name): Column<CauseOfDifference> => ({
        key: name,
        title: name,
        shows: 'count',
        value: ({ parts: moved }) => moved[name] ?? 0,
        shown: ({ parts: moved }) => signedPart(moved[name] ?? 0),
      }),
    ),
    { key: 'subjects', title: subjectsTitle(subject), shows: 'count', value: ({ subjects }) => subjects },
    { key: 'alone', title: 'Alone', shows: 'count', value: ({ alone }) => alone },
    { key: 'name', title: 'Cause', shows: 'text', value: ({ name }) => name },
    { key: 'words', title: 'Which means', shows: 'text', value: ({ words }) => words },
  ]
  return table(whole.causes, columns, options)
}

export function cellTable(
  comparison: Comparison,
  cells: readonly CellDifference[],
  options: ComparisonTableOptions,
): string {
  const { unit, subject, by } = comparison
  const valueOn = (side: 'a' | 'b'): Column<CellDifference> => ({
    key: side,
    title: side === 'a' ? 'A' : 'B',
    shows: unit,
    value: (cell) => cell[side]?.value ?? null,
  })
  const columns: Column<CellDifference>[] = [
    ...placeColumns(by, options),
    valueOn('a'),
    valueOn('b'),
    {
      key: 'difference',
      title: 'Difference',
      shows: unit,
      value: ({ difference }) => difference,
      shown: ({ difference }) => signedWithUnit(difference, unit, options.currency),
    },
    { key: 'subjects', title: subjectsTitle(subject), shows: 'count', value: ({ subjects }) => subjects },
    { key: 'onlyA', title: 'Only A', shows: 'count', value: ({ onlyA }) => onlyA },
    { key: 'onlyB', title: 'Only B', shows: 'count', value: ({ onlyB }) => onlyB },
    { key: 'changed', title: 'Changed', shows: 'count', value: ({ changed }) => changed },
    { key: 'cause', title: 'Mostly because', shows: 'text', value: mostlyBecause },
  ]
  const more = comparison.cellsDiffering - cells.length
  const isKept = comparison.cells.length < comparison.cellsDiffering
  const how = isKept ? '`retally diff` shows all' : '--limit, or -o csv for all'
  const note = more > 0 ? `… and ${more} more cells: ${how}.\n` : ''
  return `${table(cells, columns, options)}${note}`
}

/** Who is behind a difference, in which cell. */
type Behind = ChangedSubject & { cell: CellDifference | null; words: string }

export function foremostTable(
  comparison: Comparison,
  cells: readonly CellDifference[],
  options: ComparisonTableOptions,
): string {
  const { by, unit, subject, whole } = comparison
  const parts = movedParts(comparison)
  const wordsOf = (difference: Difference, keys: readonly string[]) =>
    keys.map((key) => difference.causes.find((cause) => cause.key === key)?.name ?? key).join(', ')
  const rows: Behind[] =
    by.length === 0
      ? whole.foremost.map((one) => ({ ...one, cell: null, words: wordsOf(whole, one.causes) }))
      : cells
          .slice(0, cellsWithSubjects)
          .flatMap((cell) => cell.foremost.map((one) => ({ ...one, cell, words: wordsOf(cell, one.causes) })))
  if (rows.length === 0) return ''
  const columns: Column<Behind>[] = [
    ...placeColumns(by, options).map(
      ({ value, shown, ...column }): Column<Behind> => ({
        ...column,
        value: ({ cell }) => (cell === null ? null : value(cell)),
        shown: ({ cell }) => (cell === null ? missing : (shown?.(cell) ?? String(value(cell) ?? missing))),
      }),
    ),
    {
      key: 'id',
      title: subject === 'agent-day' ? 'Agent' : 'Conversation',
      shows: 'text',
      value: ({ id }) => id,
    },
    { key: 'mark', title: 'Is', shows: 'text', value: markOf },
    {
      key: 'pull',
      title: 'Alone moves it',
      shows: unit,
      value: ({ pull }) => pull,
      shown: ({ pull }) => signedWithUnit(pull, unit, options.currency),
    },
    ...parts.map(
      (name): Column<Behind> => ({
        key: name,
        title: name,
        shows: 'count',
        value: (one) => one.parts[name] ?? 0,
        shown: (one) => signedPart(one.parts[name] ?? 0),
      }),
    ),
    { key: 'cause', title: 'Cause', shows: 'text', value: ({ words }) => words },
  ]
  return table(rows, columns, options)
}

/** A table names the subjects of so many cells; the page and JSON those of all. */
const cellsWithSubjects = 5

export function spreadTable({ spreads, subject }: Comparison, options: ComparisonTableOptions): string {
  const shown = (change: number, { isDuration }: Spread) =>
    isDuration ? `${change < 0 ? '-' : '+'}${durationLabel(Math.abs(change))}` : signedPart(change)
  const column = (key: string, title: string, changeOf: (spread: Spread) => number): Column<Spread> => ({
    key,
    title,
    shows: 'count',
    value: changeOf,
    shown: (spread) => shown(changeOf(spread), spread),
  })
  return table(
    spreads,
    [
      {
        key: 'part',
        title: `Change of one ${subject.replace('-', "'s ")}`,
        shows: 'text',
        value: ({ part }) => part,
      },
      column('lowest', 'Lowest', ({ lowest }) => lowest),
      column('p25', 'p25', ({ quantiles }) => quantiles.p25),
      column('p50', 'Median', ({ quantiles }) => quantiles.p50),
      column('p75', 'p75', ({ quantiles }) => quantiles.p75),
      column('highest', 'Highest', ({ highest }) => highest),
    ],
    options,
  )
}

export function placeColumns(
  by: readonly SummaryDimension[],
  { queueName }: Pick<ComparisonTableOptions, 'queueName'>,
): Column<CellDifference>[] {
  return by.map((dimension) => ({
    key: dimension,
    title: dimensionWords[dimension],
    shows: 'text',
    value: ({ place }) => place[dimension] ?? null,
    ...(dimension === 'queue' &&
      queueName !== undefined && {
        shown: ({ place: { queue } }: CellDifference) =>
          queue == null ? missing : (queueName(queue) ?? queue),
      }),
  }))
}
