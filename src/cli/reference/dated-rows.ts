import { UsageError } from '../../errors'
import type { ValidRow } from '../../kpis/validity'
import { formatInstant, parseInstant } from '../../time/instant'
import { isLocalDate } from '../../time/local-date'
import { dayBounds } from '../../time/local-day'
import { parseZone, type Zone } from '../../time/zone-name'
import type { TableFile, TableRow } from './table-file'

/** The columns that every dated table has. */
export const datedColumns = ['valid_from', 'valid_to'] as const

/**
 * Reads rows that hold for a time and refuses those of one id that hold at once, naming both. `read` gives null for a
 * line that says nothing to this table.
 *
 * @param idOf of whom a row speaks, as people read it: `the zone of agent a1`
 */
export function readDatedRows<Row>(
  { rows }: TableFile,
  read: (row: TableRow) => Row | null,
  idOf: (row: Row) => string,
): (Row & ValidRow)[] {
  const found: { at: string; id: string; row: Row & ValidRow }[] = []
  for (const line of rows) {
    const row = read(line)
    if (row !== null) found.push({ at: line.at(), id: idOf(row), row: { ...row, ...readValidity(line) } })
  }
  refuseOverlap(found)
  return found.map(({ row }) => row)
}

/** The zone of a row, under whose clock its dates are read as well; null when it names none. */
export function zoneOf(row: TableRow): Zone | null {
  const name = row.get('zone')
  if (name === '') return null
  try {
    return parseZone(name)
  } catch (cause) {
    throw new UsageError(`${row.at('zone')}: ${(cause as Error).message}`, {
      code: 'reference.zone',
      advice: 'Name a zone as the tz database does, such as America/New_York.',
      cause,
    })
  }
}

export function requiredText(row: TableRow, column: string, what: string): string {
  const text = row.get(column)
  if (text !== '') return text
  throw new UsageError(`${row.at(column)} is empty.`, {
    code: 'reference.id',
    advice: `Fill in ${what}, or remove the line.`,
  })
}

/** A whole number of at least `least`. */
export function wholeNumber(row: TableRow, column: string, least: number, example: string): number {
  const text = row.get(column)
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= 1e9) return value
  throw new UsageError(
    `${row.at(column)} is ${JSON.stringify(text)}, which is no whole number from ${least} on.`,
    {
      code: 'reference.number',
      advice: `Write digits only, such as ${example}.`,
    },
  )
}

/**
 * A validity, half-open: `valid_to` is the first moment that no longer belongs to it, so that one row can end where the next
 * begins. A date means the start of that day in the row's own zone; an instant needs its offset; an empty value is open.
 */
function readValidity(row: TableRow): ValidRow {
  const validFrom = readBound(row, 'valid_from')
  const validTo = readBound(row, 'valid_to')
  if (validFrom !== null && validTo !== null && parseInstant(validFrom) >= parseInstant(validTo)) {
    throw new UsageError(
      `${row.at('valid_to')}: ${row.get('valid_to')} is not after valid_from ${row.get('valid_from')}.`,
      {
        code: 'reference.validity',
        advice: 'A validity is half-open: write in valid_to the first day that no longer counts.',
      },
    )
  }
  return { validFrom, validTo }
}

function readBound(row: TableRow, column: (typeof datedColumns)[number]): string | null {
  const text = row.get(column)
  if (text === '') return null
  if (isLocalDate(text)) {
    const zone = zoneOf(row)
    if (zone !== null) return formatInstant(dayBounds(zone, text).start)
    throw new UsageError(
      `${row.at(column)}: ${text} begins at another instant in every zone, and the row names none.`,
      {
        code: 'reference.validity',
        advice: `Fill in the column zone, or write an instant such as ${text}T00:00:00Z.`,
      },
    )
  }
  try {
    return formatInstant(parseInstant(text))
  } catch (cause) {
    throw new UsageError(
      `${row.at(column)} "${text}" is neither a date (2026-11-01) nor an instant (2026-11-01T06:00:00Z).`,
      {
        code: 'reference.validity',
        advice: 'Write a date, or an instant with its offset; an empty value is open.',
        cause,
      },
    )
  }
}

function refuseOverlap(found: readonly { at: string; id: string; row: ValidRow }[]): void {
  const beginsOf = ({ validFrom }: ValidRow) => (validFrom === null ? -Infinity : parseInstant(validFrom))
  const endsOf = ({ validTo }: ValidRow) => (validTo === null ? Infinity : parseInstant(validTo))
  const last = new Map<string, { at: string; row: ValidRow }>()
  for (const { at, id, row } of [...found].sort((a, b) => beginsOf(a.row) - beginsOf(b.row))) {
    const earlier = last.get(id)
    if (earlier !== undefined && beginsOf(row) < endsOf(earlier.row)) {
      throw new UsageError(
        `${at} and ${earlier.at.replace(/^.* (?=line )/, '')} both give ${id} ${row.validFrom === null ? 'from the beginning on' : `from ${row.validFrom} on`}.`,
        {
          code: 'reference.overlap',
          advice:
            'End one where the other begins: the valid_to of the earlier is the valid_from of the later.',
        },
      )
    }
    last.set(id, { at, row })
  }
}
