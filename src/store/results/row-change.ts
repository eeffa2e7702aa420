import type { PoolClient } from 'pg'
import { CopyRows } from './copy-rows'
import {
  type ResultRow,
  type RowsInCommon,
  resultColumnCount,
  resultColumns,
  writeResultColumns,
} from './result-row'
import type { StandingRow } from './standing-row'

/**
 * A temporary table of one recompute's transaction: what goes (sign −1, with its place) and what comes (sign 1). A row that changes
 * is in it twice, one that stays not at all.
 */
export const createRowChange = `
    CREATE TEMP TABLE row_change (
      LIKE result,
      sign smallint NOT NULL,
      place tid,
      gone boolean NOT NULL
    ) ON COMMIT DROP`

/** Its columns: those of `result`, the sign, where a row that goes lies, and whether none comes instead. */
export const rowChangeColumns = `${resultColumns}, sign, place, gone`
const rowChangeColumnCount = resultColumnCount + 3

/** Differences on their way into `row_change`. Where there are none, nothing is asked of the database. */
export class RowChanges {
  private readonly tx: PoolClient
  private readonly inCommon: RowsInCommon
  private copy: CopyRows | undefined

  /** @param inCommon of the rows that come */
  constructor(tx: PoolClient, inCommon: RowsInCommon) {
    this.tx = tx
    this.inCommon = inCommon
  }

  /** A row that stands goes; where it is gone, none comes in its place. */
  goes({ bytes, columns, place }: StandingRow, { isGone }: { isGone: boolean }): void {
    const { rows } = this.open()
    rows.row(rowChangeColumnCount)
    rows.columns(bytes, ...columns)
    rows.int2(-1)
    rows.columns(bytes, ...place)
    rows.bool(isGone)
  }

  comes(definitionKey: number, row: ResultRow): void {
    const { rows } = this.open()
    rows.row(rowChangeColumnCount)
    writeResultColumns(rows, definitionKey, this.inCommon, row)
    rows.int2(1)
    rows.none()
    rows.bool(false)
  }

  /** A promise when the caller should wait for the database before going on. */
  rowWritten(): Promise<void> | undefined {
    return this.copy?.rowWritten()
  }

  /** All that differs is in the table, and the connection is free for statements; what comes later may follow all the same. */
  async settle(): Promise<void> {
    await this.copy?.end()
    this.copy = undefined
  }

  /** Gives the rows up; the transaction can then only be rolled back. */
  async abandon(): Promise<void> {
    await this.copy?.abandon()
  }

  private open(): CopyRows {
    this.copy ??= new CopyRows(this.tx, 'row_change', rowChangeColumns)
    return this.copy
  }
}
