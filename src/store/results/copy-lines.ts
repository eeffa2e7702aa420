import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { ByteText } from './byte-text'

/** Writes lines of COPY text in chunks large enough that the driver's cost per chunk disappears. */
export class CopyLines {
  private readonly stream: ReturnType<typeof copyFrom>
  private readonly ended: Promise<void>
  /** Where the next line is written; say `lineWritten` after each. */
  readonly text = new ByteText(chunk + 4096)

  constructor(connection: PoolClient, table: string, columns: string) {
    this.stream = connection.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`))
    this.ended = finished(this.stream)
    // Whoever waits gets the error; until somebody does, it must not count as unhandled.
    this.ended.catch(() => {})
  }

  /** A promise when the caller should wait for the database before going on. */
  lineWritten(): Promise<void> | undefined {
    return this.text.length < chunk ? undefined : this.flush()
  }

  async end(): Promise<void> {
    if (this.text.length > 0) await this.flush()
    this.stream.end()
    await this.ended
  }

  /** Gives the COPY up; the transaction can then only be rolled back. */
  async abandon(): Promise<void> {
    if (!this.stream.destroyed) this.stream.destroy()
    await this.ended.catch(() => {})
  }

  private async flush(): Promise<void> {
    if (this.stream.write(this.text.take())) return
    await Promise.race([once(this.stream, 'drain'), this.ended])
  }
}

const chunk = 131_072
