import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { type DatedRow, type DatedTable, type DatedTableName, datedTables } from './dated-table'
import { type Validity, winningRows } from './winning-rows'

/** The rows of a table as a replay runs with them: where a file and the platform's feed both speak, the file. */
export async function readDatedRows<Name extends DatedTableName>(
  db: Connection,
  name: Name,
): Promise<DatedRow<Name>[]> {
  const { name: table, ids, says }: DatedTable = datedTables[name]
  const fields = [...ids, ...says].map(
    (column) => `${column.emptyIsNull ? `nullif(${column.name}, '')` : column.name} AS "${column.field}"`,
  )
  const { rows } = await db.query<Validity & Record<string, unknown>>(`
    SELECT ${fields.join(', ')}, origin, valid_from AS "validFrom", valid_to AS "validTo"
      FROM ${table} ORDER BY ${ids.map((column) => column.name).join(', ')}, valid_from, origin`)
  const idOf = (row: Record<string, unknown>) => JSON.stringify(ids.map(({ field }) => row[field]))
  return winningRows(rows, idOf).map(({ origin: _, validFrom, validTo, ...row }) => ({
    ...row,
    ...boundsOf(name, validFrom, validTo),
  })) as unknown as DatedRow<Name>[]
}

/** A wrap-up code that always had its name says nothing of dates, as before names had any: its fingerprint is the same. */
function boundsOf(name: DatedTableName, validFrom: Instant, validTo: Instant) {
  if (name === 'wrapUpCodes' && !Number.isFinite(validFrom) && !Number.isFinite(validTo)) return {}
  return { validFrom: bound(validFrom), validTo: bound(validTo) }
}

function bound(instant: Instant): string | null {
  return Number.isFinite(instant) ? formatInstant(instant) : null
}
