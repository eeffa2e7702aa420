import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/**
 * Takes the rows off that lie whole in `bytes` from a place on.
 *
 * @returns where the first row begins that is not there as a whole
 */
export type TakeRows<Row> = (bytes: Buffer, from: number, whole: Row[]) => number

/**
 * Reads what a query gives in the binary form of COPY, the whole rows of a chunk of the connection at a time. It is three times as fast
 * as a cursor: nothing is parsed, and while a chunk is worked on the server prepares the next. A query of a COPY takes no parameters.
 */
export async function* copyOut<Row>(
  connection: PoolClient,
  query: string,
  takeRows: TakeRows<Row>,
): AsyncGenerator<Row[]> {
  const stream = connection.query(
    copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`, { highWaterMark: 131_072 }),
  )
  let rest: Buffer = nothing
  let begun = false
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    if (!begun) {
      if (bytes.length < headerLength) {
        rest = bytes
        continue
      }
      at = headerLength
      begun = true
    }
    const whole: Row[] = []
    at = takeRows(bytes, at, whole)
    rest = bytes.subarray(at)
    if (whole.length > 0) yield whole
  }
}

/** A whole number of eight bytes, of up to 53 bits. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4)
}

const nothing = Buffer.alloc(0)
const headerLength = 19
