/** Which columns of a table a terminal has room for. */
import type { Column } from './column'
import { tableWidth } from './table'

/**
 * Of the columns that may go, the last ones go until the others fit. A table that does not fit otherwise would have its texts
 * cut, and numbers serve nobody who cannot tell whose they are. Without a width all stay.
 */
export function columnsWithRoom<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  mayGo: readonly string[],
  width: number | undefined,
): { columns: readonly Column<Row>[]; leftOut: string[] } {
  const leftOut: string[] = []
  if (width === undefined) return { columns, leftOut }
  const staying = () => columns.filter(({ key }) => !leftOut.includes(key))
  for (const key of [...mayGo].reverse()) {
    if (tableWidth(rows, staying()) <= width) break
    leftOut.unshift(key)
  }
  return { columns: staying(), leftOut }
}
