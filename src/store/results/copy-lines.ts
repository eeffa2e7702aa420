import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Writes lines of COPY text in chunks large enough that the driver's cost per chunk disappears. */
export class CopyLines {
  private readonly stream: ReturnType<typeof copyFrom>
  private readonly ended: Promise<void>
  private pending = ''
  lines = 0

  constructor(connection: PoolClient, table: string, columns: string) {
    this.stream = connection.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`))
    this.ended = finished(this.stream)
    // Whoever waits gets the error; until somebody does, it must not count as unhandled.
    this.ended.catch(() => {})
  }

  /** A promise when the caller should wait for the database before going on. */
  add(line: string): Promise<void> | undefined {
    this.pending += line
    this.lines++
    return this.pending.length < chunk ? undefined : this.flush()
  }

  async end(): Promise<void> {
    if (this.pending !== '') await this.flush()
    this.stream.end()
    await this.ended
  }

  /** Gives the COPY up; the transaction can then only be rolled back. */
  async abandon(): Promise<void> {
    if (!this.stream.destroyed) this.stream.destroy()
    await this.ended.catch(() => {})
  }

  private async flush(): Promise<void> {
    // Lines are digits and punctuation, which the plain encoding copies byte by byte.
    const bytes = Buffer.from(this.pending, 'latin1')
    this.pending = ''
    if (this.stream.write(bytes)) return
    await Promise.race([once(this.stream, 'drain'), this.ended])
  }
}

const chunk = 131_072
