import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { UsageError } from '../../errors'

export interface CsvRow {
  /** 1-based line in the file, for messages. */
  line: number
  /** The column's trimmed text; empty when the column or the value is absent. */
  get(column: string): string
}

/**
 * Reads a CSV file with a header line. Columns are found by name, in any order, case-insensitively.
 *
 * @throws UsageError when the file cannot be read or lacks one of the required columns
 */
export function readCsvRows(file: string, required: readonly string[]): CsvRow[] {
  const text = readText(file)
  let records: { record: string[]; info: { lines: number } }[]
  try {
    records = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      comment: '#',
      comment_no_infix: true,
    }) as unknown as typeof records
  } catch (cause) {
    throw new UsageError(`${file} is not a CSV file: ${(cause as Error).message}`, {
      code: 'file.not-csv',
      advice:
        'Save it as CSV in UTF-8, with commas between the columns; quotes inside a quoted value are doubled.',
      cause,
    })
  }
  const header = (records[0]?.record ?? []).map((name) => name.toLowerCase())
  const missing = required.filter((column) => !header.includes(column))
  if (missing.length > 0) {
    throw new UsageError(
      `${file} lacks the column ${missing.join(', ')}; its first line names ${header.join(', ') || 'none'}.`,
      {
        code: 'file.column-missing',
        advice: `Give the file a first line with at least: ${required.join(',')}.`,
      },
    )
  }
  return records.slice(1).map(({ record, info }) => ({
    line: info.lines,
    get: (column) => record[header.indexOf(column)] ?? '',
  }))
}

/** The text of a file the user named; a missing or unreadable one is theirs to mend. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(
      `The file ${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? cause}.`,
      {
        code: 'file.unreadable',
        advice: 'Check the path and its permissions.',
        cause,
      },
    )
  }
}
