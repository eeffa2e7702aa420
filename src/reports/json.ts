/** JSON for machines: full precision, null for a missing value. */
import { type Column, toObject } from './column'

/** One array of objects. */
export function json<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return jsonDocument(rows.map((row) => toObject(columns, row)))
}

/** Any document, indented by two, ending in a line break. */
export function jsonDocument(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
