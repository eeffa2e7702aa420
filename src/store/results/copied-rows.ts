import type { PoolClient } from 'pg'
import { CopyRows } from './copy-rows'
import { type ResultRow, type RowsInCommon, resultColumns, writeResultRow } from './result-row'
import type { RowTarget } from './row-target'

/** Rows that go into a table as they arise. */
export class CopiedRows implements RowTarget {
  private readonly copy: CopyRows
  private readonly inCommon: RowsInCommon

  constructor(writer: PoolClient, table: string, inCommon: RowsInCommon) {
    this.copy = new CopyRows(writer, table, resultColumns)
    this.inCommon = inCommon
  }

  take(definitionKey: number, row: ResultRow): void {
    writeResultRow(this.copy.rows, definitionKey, this.inCommon, row)
  }

  subjectOver(): Promise<void> | undefined {
    return this.copy.rowWritten()
  }

  end(): Promise<void> {
    return this.copy.end()
  }

  abandon(): Promise<void> {
    return this.copy.abandon()
  }
}
