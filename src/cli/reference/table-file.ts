import { parse } from 'csv-parse/sync'
import { readYamlRows } from '../../config/read-yaml'
import { UsageError } from '../../errors'
import { nearestNames } from '../../kpis/suggestion'
import { readText } from './read-text'

/** A row of a table in a file. */
export interface TableRow {
  /** The column's trimmed text; empty when the column or the value is absent. */
  get(column: string): string
  /** Where it stands, for messages: `agents.csv line 3`, with a column `agents.csv line 3, zone`. */
  at(column?: string): string
}

export interface TableFile {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
}

/**
 * Reads a table from a file: CSV with a header line, or YAML as a list of mappings. Columns are found by name, in any order,
 * case-insensitively.
 *
 * @throws UsageError when the file cannot be read, lacks a required column, names one it should not, or has a row with more
 *   values than columns
 */
export function readTableFile(
  file: string,
  { required, optional }: { required: readonly string[]; optional: readonly string[] },
): TableFile {
  const { columns, rows } = /\.ya?ml$/i.test(file) ? yamlTable(file) : csvTable(file)
  const known = [...required, ...optional]
  const strange = columns.find((column) => !known.includes(column))
  if (strange !== undefined) {
    const [meant] = nearestNames(
      strange,
      known.map((name) => name.replaceAll('_', '-')),
    )
    throw new UsageError(`${file} has a column ${JSON.stringify(strange)}, which this table does not know.`, {
      code: 'file.column-unknown',
      advice:
        meant === undefined
          ? `Remove it, or call it one of: ${known.join(', ')}.`
          : `Did you mean ${meant.replaceAll('-', '_')}? The table knows ${known.join(', ')}.`,
    })
  }
  const missing = required.filter((column) => !columns.includes(column))
  if (missing.length > 0) {
    throw new UsageError(
      `${file} lacks the column ${missing.join(', ')}; its ${rowOfColumns(file)} ${columns.join(', ') || 'none'}.`,
      {
        code: 'file.column-missing',
        advice: `Give the file at least the columns ${required.join(', ')}; it may have ${optional.join(', ')} besides.`,
      },
    )
  }
  return { columns, rows }
}

function rowOfColumns(file: string): string {
  return /\.ya?ml$/i.test(file) ? 'rows name' : 'first line names'
}

function csvTable(file: string): TableFile {
  let records: { record: string[]; info: { lines: number } }[]
  try {
    records = parse(readText(file), {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      comment: '#',
      comment_no_infix: true,
    }) as unknown as typeof records
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${file} is not a CSV file: ${(cause as Error).message}`, {
      code: 'file.not-csv',
      advice:
        'Save it as CSV in UTF-8, with commas between the columns; quotes inside a quoted value are doubled.',
      cause,
    })
  }
  const columns = (records[0]?.record ?? []).map((name) => name.toLowerCase())
  const twice = columns.find((column, index) => columns.indexOf(column) < index)
  if (twice !== undefined) {
    throw new UsageError(`${file} names the column ${JSON.stringify(twice)} twice in its first line.`, {
      code: 'file.column-twice',
      advice: 'Remove one of the two.',
    })
  }
  const rows = records.slice(1).map(({ record, info }) => {
    const where = `${file} line ${info.lines}`
    if (record.length > columns.length) {
      throw new UsageError(
        `${where} has ${record.length} values, and the first line names ${columns.length} columns.`,
        {
          code: 'file.too-many-values',
          advice: 'Put a value that contains a comma in double quotes.',
        },
      )
    }
    return rowOf(where, (column) => record[columns.indexOf(column)] ?? '')
  })
  return { columns, rows }
}

function yamlTable(file: string): TableFile {
  let read: ReturnType<typeof readYamlRows>
  try {
    read = readYamlRows(readText(file))
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${file} is not a table in YAML: ${(cause as Error).message}.`, {
      code: 'file.not-yaml',
      advice: 'Write a list of rows, each a mapping such as `- { agent_id: a1, zone: Europe/London }`.',
      cause,
    })
  }
  return {
    columns: [...new Set(read.flatMap(({ fields }) => [...fields.keys()]))],
    rows: read.map(({ line, fields }) => rowOf(`${file} line ${line}`, (column) => fields.get(column) ?? '')),
  }
}

function rowOf(where: string, get: (column: string) => string): TableRow {
  return { get, at: (column) => (column === undefined ? where : `${where}, ${column}`) }
}
