/** The one door of tabular output: rows and columns in, text out, in the format asked for. */
import type { Column } from './column'
import { csv } from './csv'
import { json } from './json'
import { jsonl } from './jsonl'
import { type TableOptions, table } from './table'

export const formats = ['table', 'json', 'jsonl', 'csv'] as const
export type Format = (typeof formats)[number]

/** @param options concern the table only */
export function render<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  format: Format,
  options: TableOptions = {},
): string {
  switch (format) {
    case 'table':
      return table(rows, columns, options)
    case 'json':
      return json(rows, columns)
    case 'jsonl':
      return jsonl(rows, columns)
    case 'csv':
      return csv(rows, columns)
  }
}
