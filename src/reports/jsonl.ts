/** JSON lines for machines: one object a line, so that a stream can be read as it comes. */
import { type Column, toObject } from './column'
import { spelled } from './json'

export function jsonl<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return rows.map((row) => `${JSON.stringify(toObject(columns, row), spelled)}\n`).join('')
}
