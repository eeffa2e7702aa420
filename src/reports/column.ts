/** A column of a report: what it is called, what it shows, and how. */
import type { Unit } from '../kpis/definition'
import { formatNumber, missing } from './number-format'

export type CellValue = string | number | boolean | null

export interface Column<Row> {
  /** Name in `json`, `jsonl` and `csv`. */
  readonly key: string
  /** Heading of the table. */
  readonly title: string
  /** The unit of its numbers, which are aligned right; `text` is aligned left. */
  readonly shows: Unit | 'text'
  readonly value: (row: Row) => CellValue
  /** How a table shows it where that is not simply its value; machines get the value. */
  readonly shown?: (row: Row) => string
}

/** The text of a cell in a table. */
export function shownText<Row>(column: Column<Row>, row: Row): string {
  if (column.shown !== undefined) return column.shown(row)
  const value = column.value(row)
  if (value === null) return missing
  if (typeof value === 'number' && column.shows !== 'text') return formatNumber(value, column.shows)
  return String(value)
}

/** The row as an object by the columns' keys. */
export function toObject<Row>(columns: readonly Column<Row>[], row: Row): Record<string, CellValue> {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(row)]))
}
