import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { BinaryRows } from './binary-rows'

/** A COPY into a table, in chunks large enough that the driver's cost per chunk disappears. */
export class CopyRows {
  private readonly stream: ReturnType<typeof copyFrom>
  private readonly ended: Promise<void>
  /** Why the database ended it; a stream that has failed must not be written to any more. */
  private failure: Error | undefined
  /** Where the next row is written; say `rowWritten` after each, or after a few. */
  readonly rows = new BinaryRows(chunk + 4096)

  constructor(connection: PoolClient, table: string, columns: string) {
    this.stream = connection.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN (FORMAT binary)`))
    this.ended = finished(this.stream)
    this.ended.catch((error: Error) => {
      this.failure = error
    })
    this.rows.header()
  }

  /** A promise when the caller should wait for the database before going on. */
  rowWritten(): Promise<void> | undefined {
    return this.rows.length < chunk ? undefined : this.flush()
  }

  async end(): Promise<void> {
    this.rows.trailer()
    await this.flush()
    this.stream.end()
    await this.ended
  }

  /** Gives the COPY up; the transaction can then only be rolled back. */
  async abandon(): Promise<void> {
    if (!this.stream.destroyed) this.stream.destroy()
    await this.ended.catch(() => {})
  }

  private async flush(): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    if (this.stream.write(this.rows.take())) return
    await Promise.race([once(this.stream, 'drain'), this.ended])
  }
}

const chunk = 131_072
