/**
 * CSV by RFC 4180: a heading of keys, `,` and CRLF. A missing value is an empty field, which is not `0`.
 *
 * Spreadsheets run a text that begins with `=`, `+`, `-`, `@`, a tab or a return as a formula, and names come from outside. Such texts get
 * a leading apostrophe. Numbers are left alone: `-3` is a number and must stay one.
 */
import { stringify } from 'csv-stringify/sync'
import { type CellValue, type Column, textOf } from './column'

export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const records = rows.map((row) => columns.map((column) => harmless(column.value(row))))
  return stringify([columns.map((column) => column.key), ...records], {
    record_delimiter: 'windows',
    // The library quotes the delimiter it writes, and a lone line feed would end the line for every reader.
    quoted_match: /[\r\n]/,
  })
}

function harmless(value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = textOf(value)
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}
