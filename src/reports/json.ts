/** JSON for machines: full precision, null for a missing value, and since JSON has no infinity, the word for it. */
import { type Column, toObject } from './column'

/** One array of objects. */
export function json<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return jsonDocument(rows.map((row) => toObject(columns, row)))
}

/** Any document, indented by two, ending in a line break. */
export function jsonDocument(document: unknown): string {
  return `${JSON.stringify(document, spelled, 2)}\n`
}

/** An infinite number as its word, where JSON would have null, which means another thing. */
export function spelled(_key: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? 'Infinity' : value
}
