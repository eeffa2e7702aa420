/** A column of a report: what it is called, what it shows, and how. */
import type { Unit } from '../kpis/definition'
import { formatNumber, missing } from './number-format'

/** A list is a list in JSON, and its texts with spaces between them elsewhere. */
export type CellValue = string | number | boolean | null | readonly string[]

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
  return textOf(value)
}

/** The value as one text. */
export function textOf(value: Exclude<CellValue, null>): string {
  return Array.isArray(value) ? value.join(' ') : String(value)
}

/** The row as an object by the columns' keys. */
export function toObject<Row>(columns: readonly Column<Row>[], row: Row): Record<string, CellValue> {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(row)]))
}
