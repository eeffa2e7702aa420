import type { Instant } from '../../time/instant'

/** Half-open validity of a row; open bounds are infinities. */
export interface Validity {
  origin: 'wfm' | 'platform' | 'file'
  validFrom: Instant
  validTo: Instant
}

/**
 * One account from two: rows of a file stand as they are, rows of the feed fill the time the file says nothing about.
 * A feed row that a file row splits becomes two.
 */
export function winningRows<Row extends Validity>(rows: readonly Row[], idOf: (row: Row) => string): Row[] {
  const fileRows = new Map<string, Row[]>()
  for (const row of rows) {
    if (row.origin !== 'file') continue
    const known = fileRows.get(idOf(row))
    if (known === undefined) fileRows.set(idOf(row), [row])
    else known.push(row)
  }
  return rows.flatMap((row) => (row.origin === 'file' ? [row] : without(row, fileRows.get(idOf(row)) ?? [])))
}

/** The stretches of a row that none of the others covers. */
function without<Row extends Validity>(row: Row, others: readonly Row[]): Row[] {
  let left: Row[] = [row]
  for (const other of others) {
    left = left.flatMap((stretch) =>
      [
        { ...stretch, validTo: Math.min(stretch.validTo, other.validFrom) },
        { ...stretch, validFrom: Math.max(stretch.validFrom, other.validTo) },
      ].filter((each) => each.validFrom < each.validTo),
    )
  }
  return left
}
